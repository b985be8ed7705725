package tree

import (
	"errors"
	"io/fs"
	"slices"
)

// Kind is what happens to a file. Its value is the sign that a report shows before the path.
type Kind byte

// The kinds of change.
const (
	Added   Kind = '+'
	Changed Kind = '~'
	Removed Kind = '-'
)

// Change is one file that differs from what is wanted.
type Change struct {
	Kind Kind
	Path string // slash-separated, from the root of the repository
	body []byte // wanted content without Header; the caller's own bytes, not a copy
}

// String returns the sign and the path, such as "~ rendered/a.yaml".
func (c Change) String() string { return string(c.Kind) + " " + c.Path }

// After returns the whole wanted file, Header included, so that its line numbers are those of the file. It is nil for a
// removed file.
func (c Change) After() []byte {
	if c.Kind == Removed {
		return nil
	}
	return slices.Concat([]byte(Header), c.body)
}

// Before returns the whole file as it is on disk now, or nil if there is none. It reads the file on each call: a diff
// keeps no old content.
func (o *Output) Before(c Change) ([]byte, error) {
	content, err := o.root.ReadFile(c.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return content, err
}

// Changes is what [Output.Diff] found and [Output.Apply] carries out.
type Changes struct {
	Files []Change // sorted by path

	// What a killed run left behind. It is not a difference, since Git and Argo CD see none, but the next Apply
	// clears it away even when Files is empty.
	leftovers    []Change // temporary files
	emptyFolders []string
}
