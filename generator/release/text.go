package release

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/example/fastapi-gitops/generator/input"
)

// text is a file that is edited in a few bytes.
type text []byte

// offset is the byte at a position, whose column counts characters.
func (t text) offset(p input.Position) int {
	at := 0
	for range p.Line - 1 {
		at += bytes.IndexByte(t[at:], '\n') + 1
	}
	for range p.Column - 1 {
		_, size := utf8.DecodeRune(t[at:])
		at += size
	}
	return at
}

// lineStart is the first byte of the line at an offset.
func (t text) lineStart(at int) int { return bytes.LastIndexByte(t[:at], '\n') + 1 }

// lineEnd is the end of the line at an offset, before its line break.
func (t text) lineEnd(at int) int {
	line, _, _ := bytes.Cut(t[at:], []byte("\n"))
	return at + len(bytes.TrimSuffix(line, []byte("\r")))
}

// lineBreak is how the first line ends.
func (t text) lineBreak() string {
	if first, _, _ := bytes.Cut(t, []byte("\n")); bytes.HasSuffix(first, []byte("\r")) {
		return "\r\n"
	}
	return "\n"
}

// splice is the text with other bytes from one offset to before another.
func (t text) splice(from, to int, other string) []byte {
	return slices.Concat(t[:from], []byte(other), t[to:])
}
