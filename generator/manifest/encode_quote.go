package manifest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// width is the column after which a line is folded at the next single space.
const width = 80

// room is how many more bytes, and so at least as many characters, fit before the line has to be folded.
func (e *encoder) room() int { return width - (len(e.buf) - e.line) }

// wide reports whether the current line has to be folded. Characters are only counted when the bytes exceed the width.
func (e *encoder) wide() bool {
	return e.room() < 0 && utf8.RuneCount(e.buf[e.line:]) > width
}

// breakLine puts a line break in place of a space.
func (e *encoder) breakLine(indent int) {
	e.buf = append(e.buf, '\n')
	e.line = len(e.buf)
	e.pad(indent)
}

func (e *encoder) plain(s string, indent int, fold bool) {
	for fold && len(s) > e.room() {
		i := loneSpace(s, max(e.room(), 0)+1)
		if i < 0 {
			break
		}
		e.buf = append(e.buf, s[:i]...)
		s = s[i:]
		if e.wide() {
			e.breakLine(indent)
		} else {
			e.buf = append(e.buf, ' ')
		}
		s = s[1:]
	}
	e.buf = append(e.buf, s...)
}

// loneSpace is the index, from start on, of the first space with other characters on both sides, or -1.
func loneSpace(s string, start int) int {
	for i := start; i+1 < len(s); i++ {
		if s[i] == ' ' && s[i-1] != ' ' && s[i+1] != ' ' {
			return i
		}
	}
	return -1
}

// singleQuoted writes a string with its quotes doubled; lines that end in a separator go on at the indent.
func (e *encoder) singleQuoted(s string, indent int, fold bool) {
	s = strings.ReplaceAll(s, "'", "''")
	e.buf = append(e.buf, '\'')
	for first := true; s != ""; first = false {
		text, end := lineEnds(s)
		if !first && text > 0 {
			e.pad(indent)
		}
		e.plain(s[:text], indent, fold)
		if e.buf = append(e.buf, s[text:end]...); end > text {
			e.line = len(e.buf)
		}
		s = s[end:]
	}
	e.buf = append(e.buf, '\'')
}

func (e *encoder) doubleQuoted(s string, indent int, fold bool) {
	e.buf = append(e.buf, '"')
	marked := strings.HasPrefix(s, string(byteOrderMark)) // the library then escapes everything
	for i, r := range s {
		switch {
		case marked || !isPrintable(r) || isBreak(r) || r == '"' || r == '\\':
			e.escape(r)
		case fold && r == ' ' && i > 0 && s[i-1] != ' ' && i+1 < len(s) && e.wide():
			e.breakLine(indent)
			if s[i+1] == ' ' {
				e.buf = append(e.buf, '\\')
			}
		default:
			e.buf = utf8.AppendRune(e.buf, r)
		}
	}
	e.buf = append(e.buf, '"')
}

func (e *encoder) escape(r rune) {
	if short, ok := escapes[r]; ok {
		e.buf = append(e.buf, '\\', short)
		return
	}
	switch {
	case r <= 0xFF:
		e.buf = fmt.Appendf(e.buf, `\x%02X`, r)
	case r <= 0xFFFF:
		e.buf = fmt.Appendf(e.buf, `\u%04X`, r)
	default:
		e.buf = fmt.Appendf(e.buf, `\U%08X`, r)
	}
}

var escapes = map[rune]byte{
	0: '0', '\a': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', 0x1B: 'e',
	'"': '"', '\\': '\\', 0x85: 'N', 0xA0: '_', '\u2028': 'L', '\u2029': 'P',
}
