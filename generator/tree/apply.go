package tree

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// mostErrors ends an Apply: a full disk fails every file, and ten lines say it as well as thousands.
const mostErrors = 10

// Apply carries out the changes that [Output.Diff] found; hold the [Output.Lock] from the one to the other. A file is
// replaced by renaming a whole one over it. Only when all is written are stale files removed, and the folders that become
// empty with them.
//
// When ctx is done Apply stops between two files, and its error wraps the cause. Any other error names the files that
// could not be written or removed, about ten at most. Either way every file is whole and the next Diff finds the rest.
func (o *Output) Apply(ctx context.Context, changes Changes) error {
	var written, stale []Change
	for _, change := range changes.Files {
		if change.Kind == Removed {
			stale = append(stale, change)
		} else {
			written = append(written, change)
		}
	}
	// Leftovers go first: on a full disk they may be what fills it.
	for _, part := range [][]Change{changes.leftovers, written, stale} {
		if err := o.each(ctx, part); err != nil {
			return err
		}
	}
	o.prune(changes.emptyFolders)
	o.prune(foldersOf(changes.leftovers))
	o.prune(foldersOf(stale))
	return nil
}

// each carries out changes in parallel, one folder at a time.
func (o *Output) each(ctx context.Context, changes []Change) error {
	var failed problems
	var done atomic.Int64
	stopped := func() bool { return ctx.Err() != nil || failed.len() >= mostErrors }

	var workers sync.WaitGroup
	queue := byFolder(changes)
	for range min(runtime.GOMAXPROCS(0), len(queue)) {
		workers.Go(func() {
			for group := range queue {
				done.Add(o.inFolder(group, stopped, &failed))
			}
		})
	}
	workers.Wait()
	return errors.Join(failed.err(), notTried(ctx, len(changes), int(done.Load())+failed.len()))
}

// notTried says how many files a stop left as they were.
func notTried(ctx context.Context, all, tried int) error {
	switch {
	case tried >= all:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%d of %d files not tried: %w", all-tried, all, context.Cause(ctx))
	default:
		return fmt.Errorf("%d of %d files not tried", all-tried, all)
	}
}

// inFolder carries out changes that share a folder, which it opens only once, and returns how many succeeded.
func (o *Output) inFolder(group []Change, stopped func() bool, failed *problems) (done int64) {
	if stopped() {
		return 0
	}
	folder, err := o.openFolder(group[0])
	if err != nil {
		failed.add(path.Dir(group[0].Path), err)
		return 0
	}
	defer folder.Close()
	for _, change := range group {
		if stopped() {
			break
		}
		if err := change.apply(folder); err != nil {
			failed.add(change.Path, err)
			continue
		}
		done++
	}
	return done
}

// openFolder opens the folder of a change, and makes it if there is something to write.
func (o *Output) openFolder(change Change) (*os.Root, error) {
	dir := path.Dir(change.Path)
	if change.Kind != Removed {
		if err := o.root.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	return o.root.OpenRoot(dir)
}

func (c Change) apply(folder *os.Root) error {
	name := path.Base(c.Path)
	if c.Kind != Removed {
		return replace(folder, name, c.body)
	}
	if err := folder.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// prune removes folders that are empty, and then their parents. A folder that holds something stays, and so does one that
// cannot be removed: Git does not see it.
func (o *Output) prune(folders []string) {
	for _, folder := range folders {
		for folder != "." && o.root.Remove(folder) == nil {
			folder = path.Dir(folder)
		}
	}
}

// byFolder returns a closed queue of the changes, those of one folder together.
func byFolder(changes []Change) chan []Change {
	queue := make(chan []Change, len(changes))
	defer close(queue)
	for start := 0; start < len(changes); {
		end, dir := start+1, path.Dir(changes[start].Path)
		for end < len(changes) && path.Dir(changes[end].Path) == dir {
			end++
		}
		queue <- changes[start:end]
		start = end
	}
	return queue
}

func foldersOf(changes []Change) []string {
	folders := make([]string, len(changes))
	for i, change := range changes {
		folders[i] = path.Dir(change.Path)
	}
	return slices.Compact(folders)
}
