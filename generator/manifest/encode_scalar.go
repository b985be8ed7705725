package manifest

import (
	"fmt"
	"strings"
)

// text writes a string value in the style the YAML library gives it. Like encoding/json it writes U+FFFD for every byte
// that is not UTF-8.
func (e *encoder) text(s string, indent int) {
	t := traitsOf(s)
	if t&notUTF8 != 0 {
		s = string([]rune(s))
		t = traitsOf(s)
	}
	e.space()
	e.scalar(s, t, indent+indentStep, true)
}

// key writes a mapping key and leaves the cursor where its value belongs. A key stands before a colon if it is one line
// of at most 128 bytes, the library's limit.
func (e *encoder) key(s string, indent int) {
	t := traitsOf(s)
	switch {
	case t&notUTF8 != 0:
		e.fail(fmt.Errorf("key %q is not UTF-8", s)) // two keys could become one
		return
	case s == "<<":
		e.fail(fmt.Errorf("key %q cannot be told from a YAML merge", s)) // the library does not quote it
		return
	}
	e.newline(indent)
	if len(s) <= 128 && t&lineBreak == 0 {
		e.scalar(s, t, indent, false)
		e.buf = append(e.buf, ':')
		return
	}
	e.buf = append(e.buf, "? "...)
	e.scalar(s, t, indent+indentStep, true)
	e.newline(indent)
	e.buf = append(e.buf, ": "...)
	e.at = nodeStart
}

// scalar writes a string; its further lines, if any, begin at indent.
func (e *encoder) scalar(s string, t traits, indent int, fold bool) {
	switch {
	case t&lineBreak != 0 && strings.IndexByte(s, '\n') >= 0:
		if t&(special|spaceBreak|trailingSpace) != 0 {
			e.doubleQuoted(s, indent, fold)
		} else {
			e.literal(s, indent)
		}
	case !resolvesToString(s), t&(special|spaceBreak|breakSpace) != 0:
		e.doubleQuoted(s, indent, fold)
	case t&(lineBreak|leadingSpace|trailingSpace|indicator) != 0:
		e.singleQuoted(s, indent, fold)
	default:
		e.plain(s, indent, fold)
	}
}
