package input

import (
	"bytes"
	"regexp"
	"sort"
	"strings"
)

// syntaxProblem is the problem behind an error of the YAML library.
//
// The library names a line only, at times the one before, at times where the surrounding mapping began, and none at
// all on the first two. So the line is found by parsing: it is the last line of the shortest beginning of the file
// that fails in the same way.
func syntaxProblem(path string, data []byte, err error) Problems {
	lines := bytes.SplitAfter(data, []byte("\n"))
	whole := failure(lines)
	last := sort.Search(len(lines)-1, func(i int) bool { return failure(lines[:i+1]) == whole })
	return Problems{{
		Position: Position{File: path, Line: last + 1, Column: 1},
		Message:  describeSyntax(err, lines[last]),
	}}
}

// failure is the library's error for some lines. An empty line in front makes it name the line where the construct
// began, by which the end of a text that is cut short differs from the error that is looked for.
func failure(lines [][]byte) string {
	_, err := parseYAML(append([]byte("\n"), bytes.Join(lines, nil)...), MaxDocuments+1)
	if err == nil {
		return ""
	}
	return err.Error()
}

var libraryPrefix = regexp.MustCompile(`^yaml: (line \d+: )?`)

func describeSyntax(err error, line []byte) string {
	message := libraryPrefix.ReplaceAllString(err.Error(), "not YAML: ")
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	if bytes.Contains(indent, []byte("\t")) {
		message += ": indent with spaces, not tabs"
	}
	return strings.TrimSpace(message)
}
