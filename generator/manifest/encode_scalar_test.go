package manifest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestShortStrings has every string of up to three characters from those that make numbers and syntax, as values; and
// pairs of them as keys, which the library sorts.
func TestShortStrings(t *testing.T) {
	alphabets := map[string]string{
		"numbers": "019.-+_exbo:, TZfn~y",
		"syntax":  " \n\t\ra#:-?'\"\\[|\u0085\u2028\ufeffé😀",
	}
	for name, alphabet := range alphabets {
		t.Run(name, func(t *testing.T) {
			words := []string{""}
			for start := 0; len(words[start]) == 0 || len([]rune(words[start])) < 3; start++ {
				for _, r := range alphabet {
					words = append(words, words[start]+string(r))
				}
			}
			testValues(t, words)
			testPairs(t, words)
		})
	}
}

func testValues(t *testing.T, words []string) {
	t.Helper()
	w := &wrapper{Any: words}
	got, err := Encode(w)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, w, got)
}

func testPairs(t *testing.T, words []string) {
	t.Helper()
	pairs := make([]map[string]int, len(words))
	for i, word := range words {
		pairs[i] = map[string]int{word: 1, words[(i*31+7)%len(words)]: 2}
	}
	w := &wrapper{Any: pairs}
	got, err := Encode(w)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, w, got)
}

// TestLinesAreNotScannedTwice folds, quotes and copies 4 MB: a quadratic writer would take minutes.
func TestLinesAreNotScannedTwice(t *testing.T) {
	const size = 4 << 20
	start := time.Now()
	for _, s := range []string{"a ", "a  ", "é ", "'\" ", "a\n", "\u2028a", "a\t ", "\\ "} {
		if _, err := Encode(&wrapper{Value: strings.Repeat(s, size/len(s)) + "."}); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); took > 20*time.Second { // usually 0.3 s
		t.Errorf("took %v", took)
	}
}

func TestScalarStyles(t *testing.T) {
	tests := []struct{ value, want string }{
		{"plain", "plain"},
		{"", `""`},
		{"on", `"on"`},
		{"12:30", `"12:30"`},
		{"1_000", `"1_000"`},
		{"2001-12-14T21:59:43,5Z", `"2001-12-14T21:59:43,5Z"`},
		{"10.0.0.0/16", "10.0.0.0/16"},
		{"100m", "100m"},
		{"a: b", "'a: b'"},
		{"it's: ", `'it''s: '`},
		{"{{ $value }}", "'{{ $value }}'"},
		{"tab\t", `"tab\t"`},
		{"a\nb", "|-\n  a\n  b"},
		{"a\nb\n", "|\n  a\n  b"},
		{"\n  a\n\n", "|2+\n\n    a\n"},
		{"a \nb", `"a \nb"`},
		{"\xff", "�"},
		{strings.Repeat("word ", 16) + "x", "word word word word word word word word word word word word word word word\n  word x"},
	}
	for _, test := range tests {
		got, err := Encode(&wrapper{Value: test.value})
		if err != nil {
			t.Fatal(err)
		}
		_, value, _ := strings.Cut(string(got), "value: ")
		if diff := cmp.Diff(test.want+"\n", value); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.value, diff)
		}
	}
}
