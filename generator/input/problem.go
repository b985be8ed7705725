package input

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Position is a place in an input file.
type Position struct {
	File   string // slash-separated, relative to the root of the inputs
	Line   int    // from 1; zero means the file as a whole
	Column int    // from 1, in characters
}

// String is file:line:column, or the file alone. A file name that could harm a terminal or fake a line is quoted.
func (p Position) String() string {
	file := p.File
	if quoted := strconv.Quote(file); quoted[1:len(quoted)-1] != file {
		file = quoted
	}
	if p.Line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Column)
}

// Problem is one thing that is wrong with an input.
type Problem struct {
	Position
	Field   string // such as ports[0].port; empty when no single field is meant
	Message string // lower case, says what is wrong and what was expected
}

// Error is one line, such as
//
//	apps/hello/app.yaml:5:5: ports[0].prt: unknown field (did you mean "port"?)
func (p Problem) Error() string {
	if p.Field == "" {
		return p.Position.String() + ": " + p.Message
	}
	return p.Position.String() + ": " + p.Field + ": " + p.Message
}

// Problems is an error that lists every problem, a line each.
type Problems []Problem

// Err is nil when there are no problems, otherwise the problems sorted by file, line, column, field and message with
// duplicates dropped.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps.sorted()
}

// Error joins the sorted problems with newlines.
func (ps Problems) Error() string {
	var lines []string
	for _, p := range ps.sorted() {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sorted() Problems {
	sorted := slices.SortedFunc(slices.Values(ps), func(a, b Problem) int {
		return cmp.Or(
			strings.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Field, b.Field),
			strings.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(sorted)
}
