package manifest

import (
	"strings"
	"unicode/utf8"
)

// literal writes a block scalar: "|", an indent hint where the text begins with a space or break, and a chomp hint.
func (e *encoder) literal(s string, indent int) {
	e.buf = append(e.buf, '|')
	if first, _ := utf8.DecodeRuneInString(s); first == ' ' || isBreak(first) {
		e.buf = append(e.buf, '0'+indentStep)
	}
	last, n := utf8.DecodeLastRuneInString(s)
	if !isBreak(last) {
		e.buf = append(e.buf, '-')
	} else {
		e.at = lineStart
		if before, _ := utf8.DecodeLastRuneInString(s[:len(s)-n]); len(s) == n || isBreak(before) {
			e.buf = append(e.buf, '+')
		}
	}
	e.buf = append(e.buf, '\n')
	e.lines(s, indent)
}

// lines copies the text, indenting the lines that are not empty.
func (e *encoder) lines(s string, indent int) {
	for s != "" {
		text, end := lineEnds(s)
		if text > 0 {
			e.pad(indent)
		}
		e.buf = append(e.buf, s[:end]...)
		s = s[end:]
	}
}

// lineEnds returns where the text of the first line ends and where its break, if it has one.
func lineEnds(s string) (text, end int) {
	for i := range len(s) {
		switch s[i] {
		case '\n':
			return i, i + 1
		case lineSeparator[0]:
			if strings.HasPrefix(s[i:], lineSeparator) || strings.HasPrefix(s[i:], paragraphSeparator) {
				return i, i + len(lineSeparator)
			}
		}
	}
	return len(s), len(s)
}

const (
	lineSeparator      = "\u2028"
	paragraphSeparator = "\u2029"
)
