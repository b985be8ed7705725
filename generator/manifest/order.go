package manifest

import (
	"cmp"
	"unicode"
	"unicode/utf8"
)

// naturalOrder compares two mapping keys as keyList of go.yaml.in/yaml/v2 does: character by character, where letters
// come after everything else and a run of digits counts as its number, so that a2 comes before a10.
func naturalOrder(a, b string) int {
	i := firstDifference(a, b)
	if i == len(a) || i == len(b) {
		return cmp.Compare(len(a), len(b))
	}
	ra, _ := utf8.DecodeRuneInString(a[i:])
	rb, _ := utf8.DecodeRuneInString(b[i:])
	la, lb := unicode.IsLetter(ra), unicode.IsLetter(rb)
	if la || lb {
		return cmp.Or(compareBool(la, lb), cmp.Compare(ra, rb))
	}
	var start int64
	if (ra == '0' || rb == '0') && afterNumber(a[:i]) {
		start = 1 // the zero is a digit of a number that has begun, not a leading one
	}
	na, wa := leadingNumber(a[i:], start)
	nb, wb := leadingNumber(b[i:], start)
	return cmp.Or(cmp.Compare(na, nb), cmp.Compare(wa, wb), cmp.Compare(ra, rb))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// firstDifference is the length of the longest common prefix in whole characters.
func firstDifference(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for !startsRune(a, i) || !startsRune(b, i) {
		i--
	}
	return i
}

func startsRune(s string, i int) bool { return i == len(s) || i == 0 || utf8.RuneStart(s[i]) }

// afterNumber reports whether the digits that end s hold one other than zero.
func afterNumber(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		if !unicode.IsDigit(r) {
			return false
		}
		if r != '0' {
			return true
		}
		s = s[:len(s)-n]
	}
	return false
}

// leadingNumber reads the digits s begins with on to n; the second result is how many they are.
func leadingNumber(s string, n int64) (int64, int) {
	count := 0
	for _, r := range s {
		if !unicode.IsDigit(r) {
			break
		}
		n = n*10 + int64(r-'0')
		count++
	}
	return n, count
}
