//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package tree

import (
	"context"
	"errors"
	"sync"
	"testing"
)

func TestLockMakesTheSecondRunWait(t *testing.T) {
	root := t.TempDir()
	unlock, err := open(t, root).Lock(t.Context(), func() { t.Error("the first run waits") })
	succeed(t, err)

	second := open(t, root)
	waiting, locked := make(chan struct{}), make(chan error)
	go func() {
		unlock, err := second.Lock(t.Context(), func() { close(waiting) })
		if err == nil {
			defer unlock()
		}
		locked <- err
	}()
	select {
	case <-waiting:
	case <-locked:
		t.Fatal("two runs hold the lock")
	}
	unlock()
	succeed(t, <-locked)
	equal(t, "disk", onDisk(t, root), map[string]string{})
}

func TestLockGivesUpWithTheContext(t *testing.T) {
	output := open(t, t.TempDir())
	unlock, err := output.Lock(t.Context(), func() {})
	succeed(t, err)

	ctx, cancel := context.WithCancelCause(t.Context())
	interrupted := errors.New("interrupted")
	_, err = output.Lock(ctx, func() { cancel(interrupted) })
	if !errors.Is(err, interrupted) {
		t.Errorf("error %v, want %v", err, interrupted)
	}
	unlock()
	// The wait that was given up may get the lock for a moment, and must drop it.
	again, err := output.Lock(t.Context(), func() {})
	succeed(t, err)
	again()
}

// TestRunsAtOnce lets several runs want different trees: each finds its own, and nothing else, as long as it holds the lock.
func TestRunsAtOnce(t *testing.T) {
	root := t.TempDir()
	var runs sync.WaitGroup
	for version := range 3 {
		output, want := open(t, root), fleet(200, 300, version)
		runs.Go(func() {
			for range 4 {
				if err := renderAndLook(t.Context(), output, want); err != nil {
					t.Error(err)
				}
			}
		})
	}
	runs.Wait()
}

func renderAndLook(ctx context.Context, output *Output, want Tree) error {
	unlock, err := output.Lock(ctx, func() {})
	if err != nil {
		return err
	}
	defer unlock()
	changes, err := output.Diff(want)
	if err != nil {
		return err
	}
	if err := output.Apply(ctx, changes); err != nil {
		return err
	}
	left, err := output.Diff(want)
	if err == nil && len(left.Files)+len(left.leftovers)+len(left.emptyFolders) > 0 {
		return errors.New("another run wrote meanwhile")
	}
	return err
}
