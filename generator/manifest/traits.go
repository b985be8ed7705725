package manifest

import (
	"strings"
	"unicode/utf8"
)

// traits are what decides on the style of a scalar, after yaml_emitter_analyze_scalar of go.yaml.in/yaml/v2.
type traits uint8

const (
	lineBreak traits = 1 << iota
	leadingSpace
	trailingSpace
	spaceBreak // a space before a line break
	breakSpace // a space after a line break
	special    // a character that has to be escaped
	indicator  // something that reads as YAML syntax
	notUTF8    // a byte that is not UTF-8
)

// traitsOf looks at a string once. Where it is not UTF-8 the other traits are not known.
func traitsOf(s string) traits {
	if s == "" {
		return 0
	}
	t := leadingTraits(s)
	if s[len(s)-1] == ' ' {
		t |= trailingSpace
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case harmless[c]:
		case c == ':':
			if i+1 == len(s) || s[i+1] == ' ' {
				t |= indicator
			}
		case c == '#':
			if i > 0 && s[i-1] == ' ' {
				t |= indicator
			}
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				return notUTF8
			}
			t |= runeTraits(r, s[:i], s[i+n:])
			i += n - 1
		}
	}
	return t
}

// harmless are the bytes that mean nothing behind the first one. A space does, but its neighbours tell.
var harmless = func() (table [256]bool) {
	for c := ' '; c <= '~'; c++ {
		table[c] = c != ':' && c != '#'
	}
	return table
}()

func leadingTraits(s string) traits {
	switch s[0] {
	case ' ':
		return leadingSpace
	case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return indicator
	case '-', '?':
		if len(s) == 1 || s[1] == ' ' || strings.HasPrefix(s, "---") {
			return indicator
		}
	case '.':
		if strings.HasPrefix(s, "...") {
			return indicator
		}
	}
	return 0
}

// runeTraits looks at a character that is neither harmless nor a space.
func runeTraits(r rune, before, after string) traits {
	switch {
	case r == '\r' || r == nextLine:
		return special | lineBreak
	case !isPrintable(r):
		return special
	case !isBreak(r):
		return 0
	}
	t := lineBreak
	if strings.HasSuffix(before, " ") {
		t |= spaceBreak
	}
	if strings.HasPrefix(after, " ") {
		t |= breakSpace
	}
	return t
}

const (
	nextLine      = '\u0085'
	byteOrderMark = '\uFEFF'
)

// isPrintable is the library's notion: nothing beyond the basic plane, and of the control characters the line feed.
func isPrintable(r rune) bool {
	return r == '\n' || r >= ' ' && r <= '~' || r >= 0xA0 && r <= 0xFFFD && r != byteOrderMark
}

// isBreak reports a line break that may stand unescaped: line feed, line separator, paragraph separator.
func isBreak(r rune) bool {
	return r == '\n' || r == '\u2028' || r == '\u2029'
}
