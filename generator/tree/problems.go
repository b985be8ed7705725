package tree

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"sync"
)

// problems collects what is wrong with single files, from several goroutines.
type problems struct {
	mu    sync.Mutex
	found []problem
}

type problem struct {
	path  string
	cause error
}

// add notes a cause under the path from the root of the repository, in place of the one that the system call saw.
func (p *problems) add(path string, cause error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found = append(p.found, problem{path, withoutPath(cause)})
}

func (p *problems) len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.found)
}

// err returns one line for each problem, sorted by path, or nil.
func (p *problems) err() error {
	slices.SortFunc(p.found, func(a, b problem) int { return cmp.Compare(a.path, b.path) })
	lines := make([]error, len(p.found))
	for i, problem := range p.found {
		lines[i] = fmt.Errorf("%s: %w", printable(problem.path), problem.cause)
	}
	return errors.Join(lines...)
}

// printable quotes a path that a terminal might obey.
func printable(path string) string {
	if quoted := strconv.Quote(path); quoted != `"`+path+`"` {
		return quoted
	}
	return path
}

func withoutPath(err error) error {
	if wrapped, ok := errors.AsType[*fs.PathError](err); ok {
		return wrapped.Err
	}
	if wrapped, ok := errors.AsType[*os.LinkError](err); ok {
		return wrapped.Err
	}
	return err
}
