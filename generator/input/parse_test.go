package input_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/input"
)

func TestParseProblems(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"empty", "", "a.yaml: file is empty: expected a mapping of fields"},
		{"comments only", "# nothing\n", "a.yaml: file is empty: expected a mapping of fields"},
		{"empty document", "---\n", "a.yaml: file is empty: expected a mapping of fields"},
		{"list", "- a\n", "a.yaml:1:1: expected a mapping of fields, found a list"},
		{"text", "a\n", `a.yaml:1:1: expected a mapping of fields, found the text "a"`},
		{"two documents", "a: 1\n---\nb: 2\n", "a.yaml:2:1: another YAML document starts here: a file of this kind holds at most 1"},

		{"not UTF-8", "a: 1\nb: é\xff\n", "a.yaml:2:5: not UTF-8: byte 0xff at offset 10"},
		{"cut short in a character", "a: \xe2\x82", "a.yaml:1:4: not UTF-8: byte 0xe2 at offset 3"},
		{"UTF-16", "\xff\xfea\x00", "a.yaml:1:1: not UTF-8: byte 0xff at offset 0"},
		{"NUL", "a: 1\nb: \x00\n", "a.yaml:2:4: character U+0000 at offset 8 is not allowed"},
		{"escape sequence of a terminal", "a: \x1b[2J\n", "a.yaml:1:4: character U+001B at offset 3 is not allowed"},
		{"DEL", "a: \x7f\n", "a.yaml:1:4: character U+007F at offset 3 is not allowed"},
		{"lone carriage return", "a: 1\rb: 2\n", "a.yaml:1:5: character U+000D at offset 4 is not allowed"},
		{"next line", "a: \u0085b\n", "a.yaml:1:4: character U+0085 at offset 3 is not allowed"},
		{"line separator", "a: x\u2028y\n", "a.yaml:1:5: character U+2028 at offset 4 is not allowed"},
		{"right-to-left override", "a: x\u202ey\n", "a.yaml:1:5: character U+202E at offset 4 is not allowed"},
		{"byte order mark", "\ufeffa: 1\n", "a.yaml:1:1: starts with a byte order mark: save the file as UTF-8 without one"},
		{"byte order mark within", "a: \ufeff1\n", "a.yaml:1:4: character U+FEFF at offset 3 is not allowed"},
		{"escaped control character", `a: "x\x07"`, "a.yaml:1:4: character U+0007 in a value is not allowed"},
		{"escaped NUL in a key", `"\0": x`, "a.yaml:1:1: character U+0000 in a value is not allowed"},
		{"key on two lines", `"a\nb": x`, "a.yaml:1:1: key must be on one line and without tabs"},
		{"long key", strings.Repeat("k", 318) + ": x", "a.yaml:1:1: key of 318 bytes is longer than 317"},

		{"anchor", "a: &x 1\n", "a.yaml:1:4: anchor &x is not supported: write the value out where it is used"},
		{"alias", "a: &x {}\nb: *x\n", "a.yaml:1:4: anchor &x is not supported: write the value out where it is used\n" +
			"a.yaml:2:4: alias *x is not supported: write the value out"},
		{"alias without an anchor", "a: 1\nb: *x\n", "a.yaml:2:1: not YAML: unknown anchor 'x' referenced"},
		{"merge key", "<<: {a: 1}\n", "a.yaml:1:1: merge key << is not supported: write the fields out"},
		{"custom tag", "a: !secret b\n", "a.yaml:1:4: tag \"!secret\" is not supported: remove it, and quote the value if it is text"},
		{"standard tag", "a: !!str 1\n", "a.yaml:1:4: tag \"!!str\" is not supported: remove it, and quote the value if it is text"},
		{"tag on a mapping", "a: !!set {b}\n", "a.yaml:1:4: tag \"!!set\" is not supported: remove it, and quote the value if it is text"},
		{"escaped tag", "!%0A::error a: 1\n", "a.yaml:1:1: tag \"!\\n::error\" is not supported: remove it, and quote the value if it is text"},
		{"list as a key", "? [a]\n: b\n", "a.yaml:1:3: expected a key, found a list"},
		{"no key", "a: 1\n?\n: b\n", "a.yaml:2:2: expected a key, found nothing"},
		{"deep", "a: " + strings.Repeat("[", 32) + strings.Repeat("]", 32), "a.yaml:1:35: nested more than 32 levels deep"},

		{"too little indentation", "a:\n    b: 1\n  c: 2\n", "a.yaml:3:1: not YAML: did not find expected key"},
		{"too much indentation", "x:\n  a: 1\n    b: 2\n", "a.yaml:3:1: not YAML: mapping values are not allowed in this context"},
		{"list not aligned", "a:\n  - b: 1\n    c: 2\n   d: 3\n", "a.yaml:4:1: not YAML: did not find expected '-' indicator"},
		{"text after a quote", "x: 1\na: \"b\" c\n\n\nd: 1\n", "a.yaml:2:1: not YAML: did not find expected key"},
		{"quote without an end", "x: 1\na: \"b\nc: d\ne: f\n", "a.yaml:2:1: not YAML: found unexpected end of stream"},
		{"quote without an end after one of two lines", "x: 'a\n  b'\na: 'b\nc: d\n", "a.yaml:3:1: not YAML: found unexpected end of stream"},
		{"quote without an end on the first line", "a: \"b\nc: d\n", "a.yaml:1:1: not YAML: found unexpected end of stream"},
		{"bracket without an end", "x: 1\na: [1, 2\n", "a.yaml:2:1: not YAML: did not find expected ',' or ']'"},
		{"brace without an end", "a: {b: 1\nc: 2\n", "a.yaml:1:1: not YAML: did not find expected ',' or '}'"},
		{"tab", "a:\n\tb: 1\n", "a.yaml:2:1: not YAML: found character that cannot start any token: indent with spaces, not tabs"},
		{"no colon", "a: 1\nb\nc: 1\n", "a.yaml:2:1: not YAML: could not find expected ':'"},
		{"two colons", "x: 1\r\na: b: c\r\n", "a.yaml:2:1: not YAML: mapping values are not allowed in this context"},
		{"reserved character", "x: 1\na: @b\n", "a.yaml:2:1: not YAML: found character that cannot start any token"},
		{"unknown escape", "x: 1\ny: 2\na: \"\\q\"\n", "a.yaml:3:1: not YAML: found unknown escape character"},
		{"error in the second document", "a: 1\n---\nb: [\n", "a.yaml:3:1: not YAML: did not find expected node content"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := input.Parse("a.yaml", []byte(test.file))
			if err == nil {
				t.Fatalf("no error, want %s", test.want)
			}
			if _, ok := errors.AsType[input.Problems](err); !ok {
				t.Errorf("error is %T, want Problems", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestParseAccepts(t *testing.T) {
	for name, file := range map[string]string{
		"one document that says so":  "---\na: 1\n...\n",
		"windows line ends":          "a: 1\r\nb:\r\n  - c\r\n",
		"no line end":                "a: 1",
		"other scripts":              "a: 日本語 ñ 🙂\n",
		"as deep as allowed":         "a: " + strings.Repeat("[", 31) + strings.Repeat("]", 31),
		"ampersand and star in text": "a: x & y * z\nb: \"*a\"\nc: '&a'\nd: '<<'\n",
		"JSON":                       `{"a": ["b", 1, {"c": true}]}`,
		"comments at every place":    "# a\na: 1 # b\n# c\nb:\n  # d\n  - 1\n# e\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := input.Parse("a.yaml", []byte(file)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestParseEndsAliasBombs(t *testing.T) {
	_, err := input.Parse("a.yaml", []byte(aliasBomb()))
	if err == nil || !strings.HasPrefix(err.Error(), "a.yaml:1:5: anchor &a0 is not supported") {
		t.Errorf("got %v", err)
	}
}

// aliasBomb would be 10^9 values if aliases were followed.
func aliasBomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 9; i++ {
		last := "*a" + string(rune('0'+i-1))
		b.WriteString("a" + string(rune('0'+i)) + ": &a" + string(rune('0'+i)) + " [" + strings.Repeat(last+",", 9) + last + "]\n")
	}
	return b.String()
}
