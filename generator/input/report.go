package input

import (
	"fmt"
	"iter"
)

// mostProblems is how many problems of one file are listed. A hostile file has a hundred thousand.
const mostProblems = 100

// report collects the problems of one file.
type report struct {
	file     string
	problems Problems
}

func (r *report) add(at *node, field, format string, args ...any) {
	switch {
	case len(r.problems) < mostProblems:
		position := Position{File: r.file, Line: at.line, Column: at.column}
		r.problems = append(r.problems, Problem{position, field, fmt.Sprintf(format, args...)})
	case len(r.problems) == mostProblems:
		more := fmt.Sprintf("more than %d problems, of which the first %[1]d are listed", mostProblems)
		r.problems = append(r.problems, Problem{Position{File: r.file}, "", more})
	}
}

// entries yields the entries of a mapping with their paths, and reports a key that comes again instead.
func (r *report) entries(n *node, path string, join func(parent, name string) string) iter.Seq2[entry, string] {
	return func(yield func(entry, string) bool) {
		lines := make(map[string]int, len(n.entries))
		for _, e := range n.entries {
			at := join(path, e.key.text)
			if first, ok := lines[e.key.text]; ok {
				r.add(e.key, at, "duplicate key, first on line %d", first)
				continue
			}
			lines[e.key.text] = e.key.line
			if !yield(e, at) {
				return
			}
		}
	}
}
