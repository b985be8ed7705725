package process

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func start(t *testing.T, script string) *Process {
	t.Helper()
	p, err := Start(t.Context(), Command{
		Name: "script", Path: "sh", Args: []string{"-c", script}, Log: filepath.Join(t.TempDir(), "log"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Kill)
	return p
}

// prints waits until the log has the text.
func prints(p *Process, text string) func(context.Context) error {
	return func(context.Context) error {
		if !strings.Contains(p.Tail(100), text) {
			return errors.New("no " + text)
		}
		return nil
	}
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestStop(t *testing.T) {
	p := start(t, `trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done`)
	if err := p.WaitReady(within(t, 5*time.Second), prints(p, "up")); err != nil {
		t.Fatal(err)
	}
	p.Stop()
	if p.Tail(1) != "bye" {
		t.Errorf("it was not asked to stop: %q", p.Tail(9))
	}
	if p.Err() != nil {
		t.Errorf("a stop is no error: %v", p.Err())
	}
	p.Stop()
	p.Kill() // nothing is left to end
}

func TestContextStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, err := Start(ctx, Command{Path: "sleep", Args: []string{"60"}})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	select {
	case <-p.Done():
	case <-time.After(grace):
		t.Fatal("it outlived its context")
	}
	if p.Err() != nil {
		t.Error(p.Err())
	}
}

func TestKillEndsDescendants(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, `trap "" TERM; (exec 3<>'`+pipe+`'; echo open; sleep 60); :`)
	if err := p.WaitReady(within(t, 5*time.Second), prints(p, "open")); err != nil {
		t.Fatal(err)
	}
	p.Kill()
	deadline := time.Now().Add(5 * time.Second)
	for { // without a reader left, opening for writing fails
		f, err := os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if errors.Is(err, syscall.ENXIO) {
			return
		}
		_ = f.Close()
		if time.Now().After(deadline) {
			t.Fatal("the child's child outlived it")
		}
		time.Sleep(interval)
	}
}

func TestWaitReadyFailsWithLog(t *testing.T) {
	p := start(t, `echo no such flag >&2; exit 7`)
	err := p.WaitReady(within(t, time.Minute), func(context.Context) error { return errors.New("refused") })
	if err == nil || !strings.Contains(err.Error(), "no such flag") || !strings.Contains(err.Error(), "exit status 7") {
		t.Errorf("got %v", err)
	}
	if p.Err() == nil {
		t.Error("an end by itself is an error")
	}
}

func TestWaitReadyEndsWithContext(t *testing.T) {
	p := start(t, `sleep 60`)
	err := p.WaitReady(within(t, 2*interval), func(context.Context) error { return errors.New("refused") })
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v", err)
	}
}

// A thread that starts a child and ends takes the child with it, unless it is kept: the death signal follows threads.
func TestChildOutlivesTheThreadOfItsCaller(t *testing.T) {
	started := make(chan *Process)
	go func() {
		runtime.LockOSThread() // ends with the goroutine
		started <- start(t, `sleep 0.3; echo survived; sleep 60`)
	}()
	p := <-started
	if err := p.WaitReady(within(t, 5*time.Second), prints(p, "survived")); err != nil {
		t.Error(err)
	}
}

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	p, err := Start(t.Context(), Command{
		Path: "sh", Argv0: "other", Args: []string{"-c", `echo "$0 $A $(pwd)"; umask`}, Env: []string{"A=b"}, Dir: dir,
		Log: filepath.Join(dir, "log"), Enter: func() error { return unshareMask() },
	})
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	if want := "other b " + dir + "\n0027"; p.Tail(9) != want {
		t.Errorf("got %q, want %q", p.Tail(9), want)
	}
}

// unshareMask gives the calling thread a file mode mask of its own, as a stand-in for a namespace that needs no rights.
func unshareMask() error {
	if err := syscall.Unshare(syscall.CLONE_FS); err != nil {
		return err
	}
	syscall.Umask(0o027)
	return nil
}

func TestStartRefuses(t *testing.T) {
	for name, c := range map[string]Command{
		"path":  {Name: "server", Path: "/does/not/exist"},
		"log":   {Name: "server", Path: "true", Log: "/does/not/exist"},
		"enter": {Name: "server", Path: "true", Enter: func() error { return errors.New("no such namespace") }},
	} {
		if _, err := Start(t.Context(), c); err == nil || !strings.HasPrefix(err.Error(), "server: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestUsage(t *testing.T) {
	p := start(t, `i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo up; sleep 60`)
	if err := p.WaitReady(within(t, 20*time.Second), prints(p, "up")); err != nil {
		t.Fatal(err)
	}
	now := p.Usage()
	if now.RSS == 0 || now.Peak < now.RSS || now.CPU == 0 {
		t.Errorf("got %v", now)
	}
	p.Kill()
	if last := p.Usage(); last.RSS != 0 || last.Peak == 0 || last.CPU < now.CPU {
		t.Errorf("after its end: got %v, before: %v", last, now)
	}
}

func TestCPU(t *testing.T) {
	stat := "42 (a) b) S 1 42 42 0 -1 0 0 0 0 0 150 50 0 0 20 0 1 0 0"
	if got := cpu(stat); got != 2*time.Second {
		t.Errorf("got %v", got)
	}
	if got := cpu(""); got != 0 {
		t.Errorf("of a process that just ended: got %v", got)
	}
}
