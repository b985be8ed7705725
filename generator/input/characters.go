package input

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// checkCharacters finds the first byte of a file that no input may contain. It returns nil when all are well.
func checkCharacters(path string, data []byte) Problems {
	for offset := 0; offset < len(data); {
		r, size := utf8.DecodeRune(data[offset:])
		if complaint := complain(data, offset, r, size); complaint != "" {
			return Problems{{Position: positionAt(path, data, offset), Message: complaint}}
		}
		offset += size
	}
	return nil
}

func complain(data []byte, offset int, r rune, size int) string {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t':
		return ""
	case r == '\r' && bytes.HasPrefix(data[offset:], []byte("\r\n")):
		return ""
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("not UTF-8: byte 0x%02x at offset %d", data[offset], offset)
	case r == '\ufeff' && offset == 0:
		return "starts with a byte order mark: save the file as UTF-8 without one"
	case !allowed(r):
		return fmt.Sprintf("character %U at offset %d is not allowed", r, offset)
	}
	return ""
}

// allowed tells whether a character may stand in a value. Control characters harm terminals and Kubernetes refuses
// most of them. Bidirectional controls make a review show something else than what is applied (CVE-2021-42574).
// YAML 1.1 counts U+0085, U+2028 and U+2029 as line breaks where editors do not, so positions would be wrong.
func allowed(r rune) bool {
	switch r {
	case '\n', '\t':
		return true
	case '\u2028', '\u2029', '\ufeff':
		return false
	}
	return !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r)
}

func positionAt(path string, data []byte, offset int) Position {
	before := data[:offset]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return Position{
		File:   path,
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: utf8.RuneCount(before[lineStart:]) + 1,
	}
}
