package tree

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"
)

// What a person must clear away, because no run of the generator does.
var (
	ErrHandMade  = errors.New("not written by the generator: move it out of the output folders, or delete it")
	ErrIrregular = errors.New("a symbolic link, device or socket in an output folder: delete it")
	ErrFolder    = errors.New("a folder where the generator writes a file: move it out of the output folders, or delete it")
	ErrNotFolder = errors.New("in the place of a folder that the generator writes: move it away, or delete it")
)

// Diff compares the wanted files with the disk in both directions. It writes nothing.
//
// A file that is not wanted is stale, and Removed, if it begins with the Header. A generated file that a person edited is
// Changed. The error names everything that stands in the way, one a line and sorted: [ErrHandMade], [ErrIrregular],
// [ErrFolder], [ErrNotFolder], and what cannot be read.
func (o *Output) Diff(want Tree) (Changes, error) {
	folders, err := o.folders(want)
	if err != nil {
		return Changes{}, err
	}
	s := newScan(want, folders)
	for _, folder := range o.owned {
		s.owned(o.root, folder)
	}
	s.running.Wait()
	if err := s.problems.err(); err != nil {
		return Changes{}, err
	}
	changes := s.changes
	for file, body := range want {
		if !s.present[file] {
			changes.Files = append(changes.Files, Change{Added, file, body})
		}
	}
	slices.SortFunc(changes.Files, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return changes, nil
}

// mark is the Header without its line end, so that a checkout with CRLF line ends is still known as generated.
var mark = strings.TrimSuffix(Header, "\n")

// kindOf says what must happen to a file on disk: a Kind, or 0 for nothing.
//
// A wanted file without the Header is replaced only where nothing is lost by it: it is empty, as a power cut can leave a
// file, or it holds just what would be written.
func kindOf(content, body []byte, wanted bool) (Kind, error) {
	rest, whole := bytes.CutPrefix(content, []byte(Header))
	generated := bytes.HasPrefix(content, []byte(mark))
	switch {
	case !wanted && generated:
		return Removed, nil
	case !wanted:
		return 0, ErrHandMade
	case whole && bytes.Equal(rest, body):
		return 0, nil
	case generated, len(content) == 0, bytes.Equal(content, body):
		return Changed, nil
	default:
		return 0, ErrHandMade
	}
}
