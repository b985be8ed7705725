package promql

import (
	"fmt"
	"strconv"
	"strings"
)

// form is what a token is.
type form int

const (
	end form = iota
	word
	number
	duration
	quoted
	symbol
)

// token is a word of an expression; the text of a quoted one is its value.
type token struct {
	form form
	text string
	at   int // offset in bytes
}

// scanner cuts an expression into tokens.
type scanner struct {
	expr string
	at   int
}

// next reads a token; at the end it is one of form end.
func (s *scanner) next() (token, error) {
	s.skip()
	if s.at >= len(s.expr) {
		return token{end, "", s.at}, nil
	}
	start := s.at
	if c := s.expr[start]; c == '"' || c == '\'' || c == '`' {
		text, length, err := quotation(s.expr[start:])
		if err != nil {
			return token{}, fmt.Errorf("offset %d: %w", start, err)
		}
		s.at += length
		return token{quoted, text, start}, nil
	}
	t, err := plain(s.expr, start)
	s.at += len(t.text)
	return t, err
}

// skip goes past white space and comments.
func (s *scanner) skip() {
	for s.at < len(s.expr) {
		switch s.expr[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		case '#':
			s.at += len(line(s.expr[s.at:]))
		default:
			return
		}
	}
}

func line(s string) string {
	if end := strings.IndexByte(s, '\n'); end >= 0 {
		return s[:end]
	}
	return s
}

// quotation reads a string in any of the three quotes.
func quotation(s string) (text string, length int, err error) {
	q := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && q != '`':
			i++
		case s[i] == '\n' && q != '`':
			return "", 0, fmt.Errorf("a string ends at the end of its line")
		case s[i] == q:
			return unquote(s[:i+1], q), i + 1, nil
		}
	}
	return "", 0, fmt.Errorf("a string has no closing %c", q)
}

func unquote(s string, q byte) string {
	if q == '"' {
		if text, err := strconv.Unquote(s); err == nil {
			return text
		}
	}
	return s[1 : len(s)-1]
}

// plain reads a word, a number, a duration or a symbol.
func plain(expr string, at int) (token, error) {
	s := expr[at:]
	switch c := s[0]; {
	case isLetter(c) || c == '_':
		return token{word, s[:prefix(s, isWord)], at}, nil
	case isDigit(c) || c == '.':
		return numeral(s, at)
	case strings.IndexByte("=!<>", c) >= 0 && len(s) > 1 && (s[1] == '=' || s[1] == '~'):
		return token{symbol, s[:2], at}, nil
	case strings.IndexByte("+-*/%^=<>(){}[],:@", c) >= 0:
		return token{symbol, s[:1], at}, nil
	}
	return token{}, fmt.Errorf("offset %d: unexpected %q", at, s[0])
}

// numeral reads a number such as 14.4 or 1e-3, or a duration such as 1h30m.
func numeral(s string, at int) (token, error) {
	length := prefix(s, func(c byte) bool { return isDigit(c) || isLetter(c) || c == '.' })
	if length < len(s) && (s[length] == '-' || s[length] == '+') && length > 1 && (s[length-1] == 'e' || s[length-1] == 'E') {
		length += 1 + prefix(s[length+1:], isDigit)
	}
	text := s[:length]
	if isDuration(text) {
		return token{duration, text, at}, nil
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return token{number, text, at}, nil
	}
	return token{}, fmt.Errorf("offset %d: %q is no number or duration", at, text)
}

// units of durations, in the order in which they may follow each other.
var units = []string{"y", "w", "d", "h", "m", "s", "ms"}

// isDuration says whether text is a duration as Prometheus writes it.
func isDuration(text string) bool {
	least := 0
	for text != "" {
		digits := prefix(text, isDigit)
		letters := prefix(text[digits:], isLetter)
		found := -1
		for i := least; i < len(units); i++ {
			if text[digits:digits+letters] == units[i] {
				found = i
			}
		}
		if digits == 0 || found < 0 {
			return false
		}
		least, text = found+1, text[digits+letters:]
	}
	return least > 0
}

// prefix is the length of the part of s that holds such characters only.
func prefix(s string, such func(byte) bool) int {
	for i := range len(s) {
		if !such(s[i]) {
			return i
		}
	}
	return len(s)
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' || c == ':' }
