package input_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/input"
)

// patience is how long one input may take, which is at most 256 KiB. The slowest known take a second; the rest is for
// a machine that is busy with other tests.
const patience = 20 * time.Second

// hostile are inputs that have broken readers of YAML, here or elsewhere.
func hostile() []string {
	return []string{
		"", "\n", "a", "a:", "---\n---\n", "...", "%YAML 1.1\n---\na: 1\n", "? a\n: b\n", "{a, b: }", "a: {? b}",
		example,
		strings.ReplaceAll(example, "\n", "\r\n"),
		aliasBomb(),
		"a: &a [*a]\n",
		"a: &a {b: &a {c: *a}}\n<<: *a\n",
		"a: " + strings.Repeat("[", 200),
		"a: " + strings.Repeat("{a: ", 200),
		strings.Repeat("- ", 200),
		strings.Repeat("? ", 200),
		"a:\n" + strings.Repeat("#\n", 200),
		"a: [" + strings.Repeat("[]\n,", 200),
		"a: \xff", "a: \xc0\x80", "\xff\xfea\x00:\x00", "\xef\xbb\xbfa: 1", "a: \x00", "a: \x1b[31m", "a: \"\\0\\x07\\u202e\"",
		"a:\n\tb: 1\n", "\ta: 1\n", "a:\t1\t\n", "a: |\n\t x\n  y\n", "a: 'b\n\tc'\n",
		"a: !!binary eA==\n", "a: !<tag:yaml.org,2002:str> x\n", "!!map {a: 1}", "a: ! 1\n", "!%0D a: 1\n",
		"a: 0x1F\nb: 0o17\nc: 0777\nd: 1_000\ne: .inf\nf: -.INF\ng: .nan\nh: 1e999\ni: 99999999999999999999\n",
		"a: yes\nb: No\nc: on\nd: OFF\ne: y\nf: ~\ng: NULL\nh: True\n",
		"a: 2026-11-01\nb: 2026-11-01T00:00:00Z\nc: 10:30\n",
		"image: x\nsettings:\n  a.b: '1'\n  'c]d': '2'\n  '': '3'\n  '\"': '4'\n  '[0]': '5'\n",
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range hostile() {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer within(t, patience)()
		document, err := input.Parse("app.yaml", data)
		if err != nil {
			checkProblems(t, err, data)
			return
		}
		checkScalarsPointAtTheirText(t, string(data), document)
		if again, err := input.ParseAll("app.yaml", data); err != nil || len(again) != 1 {
			t.Errorf("one document alone, %d among several: %v", len(again), err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, file := range hostile() {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		defer within(t, patience)()
		document, err := input.Parse("app.yaml", data)
		if err != nil {
			return
		}
		if err := document.Decode(new(app)).Err(); err != nil {
			checkProblems(t, err, data)
		}
		if _, problems := document.Value(); problems == nil {
			checkEdits(t, document)
		}
	})
}

// checkEdits holds for documents without duplicate keys: in others a path means the first of several values.
func checkEdits(t *testing.T, document *input.Document) {
	t.Helper()
	scalars := document.Scalars()
	for _, s := range scalars[:min(len(scalars), 20)] {
		with, ok := document.With(s.Path, "other")
		if !ok {
			t.Fatalf("%s: not found", s.Path)
		}
		if s.Tag != "!!null" && document.At(s.Path) != s.Position || with.At(s.Path).Line == 0 {
			t.Errorf("%s is at %v, looked up at %v", s.Path, s.Position, document.At(s.Path))
		}
		without, _ := document.Without(s.Path)
		if got := len(without.Scalars()); got != len(scalars)-1 {
			t.Errorf("without %s: %d scalars of %d", s.Path, got, len(scalars))
		}
		with.Decode(new(app))
		without.Decode(new(app))
	}
	if diff := cmp.Diff(scalars, document.Scalars()); diff != "" {
		t.Errorf("the original changed: -want +got:\n%s", diff)
	}
}

// checkProblems wants every problem inside the file, on one line and short enough to read.
func checkProblems(t *testing.T, err error, data []byte) {
	t.Helper()
	problems, ok := errors.AsType[input.Problems](err)
	if !ok || len(problems) == 0 {
		t.Fatalf("got %T with %d problems", err, len(problems))
	}
	lines := bytes.Count(data, []byte("\n")) + 1
	for _, p := range problems {
		text := p.Error()
		if p.File != "app.yaml" || p.Line > lines || (p.Line == 0) != (p.Column == 0) || p.Message == "" {
			t.Errorf("%q: bad position or no message", text)
		}
		if strings.ContainsAny(text, "\n\r\t\x00\x1b") || len(text) > 1<<14 {
			t.Errorf("problem is not a line of text: %.200q", text)
		}
	}
}

func within(t *testing.T, limit time.Duration) func() {
	start := time.Now()
	return func() {
		t.Helper()
		if took := time.Since(start); took > limit {
			t.Errorf("took %v, more than %v", took, limit)
		}
	}
}

// Whatever an attacker repeats until the file is full, reading it ends soon.
func TestParseOfFullFilesEnds(t *testing.T) {
	for _, start := range []string{"", "a: ["} {
		for _, repeated := range []string{"[", "{a: ", "- ", "? ", "#\n", "\"a\" ", "[]\n,", "&a ", "*a,", "'", "|\n", "é", "a: b\n# c\n\n", "\n"} {
			data := start + strings.Repeat(repeated, (input.MaxSize-len(start))/len(repeated))
			done := within(t, patience)
			if _, err := input.Parse("app.yaml", []byte(data)); err != nil {
				checkProblems(t, err, []byte(data))
			}
			done()
		}
	}
}
