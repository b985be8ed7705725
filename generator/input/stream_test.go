package input_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/input"
)

func TestReadAll(t *testing.T) {
	fsys := fstest.MapFS{"patch.yaml": {Data: []byte("# first\na: 1\n---\nb:\n  c: 2\n")}}
	documents, err := input.ReadAll(fsys, "patch.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range documents {
		for _, s := range d.Scalars() {
			got = append(got, s.Position.String()+" "+s.Path)
		}
	}
	if diff := cmp.Diff([]string{"patch.yaml:2:4 a", "patch.yaml:5:6 b.c"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestReadAllProblems(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"empty", "", "p.yaml: file is empty: expected a mapping of fields"},
		{"empty document among others", "a: 1\n---\n---\nb: 1\n", "p.yaml:2:1: expected a mapping of fields, found nothing"},
		{"lists", "- a\n---\n- b\n", "p.yaml:1:1: expected a mapping of fields, found a list\n" +
			"p.yaml:2:1: expected a mapping of fields, found a list"},
		{"too many", strings.Repeat("---\na: 1\n", 66),
			"p.yaml:129:1: another YAML document starts here: a file of this kind holds at most 64"},
		{"syntax", "a: 1\n---\nb: 'c\n---\nd: 1\n", "p.yaml:4:1: not YAML: found unexpected document indicator"},
		{"anchor", "a: 1\n---\nb: &b 1\n", "p.yaml:3:4: anchor &b is not supported: write the value out where it is used"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := input.ReadAll(fstest.MapFS{"p.yaml": {Data: []byte(test.file)}}, "p.yaml")
			if _, ok := errors.AsType[input.Problems](err); !ok {
				t.Fatalf("error is %T, want Problems", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if _, err := input.ReadAll(fstest.MapFS{}, "p.yaml"); err == nil {
		t.Error("a missing file was read")
	}
}

func TestValue(t *testing.T) {
	got, problems := parse(t, `
text: "yes"
none: null
bool: True
int: -5
octal: 0444
long: 9223372036854775808
float: 1.5
infinite: .inf
list: [a, {b: []}]
map: {}
`).Value()
	want := map[string]any{
		"text": "yes", "none": nil, "bool": true, "int": int64(-5), "octal": int64(0o444),
		"long": "9223372036854775808", "float": 1.5, "infinite": ".inf",
		"list": []any{"a", map[string]any{"b": []any{}}}, "map": map[string]any{},
	}
	if diff := cmp.Diff(want, got); diff != "" || problems != nil {
		t.Errorf("%v: -want +got:\n%s", problems, diff)
	}
}

func TestValueProblems(t *testing.T) {
	_, problems := parse(t, "a: {b: [off]}\nc: {d.e: 1, d.e: 2}\n").Value()
	want := "app.yaml:1:9: a.b[0]: off is text in YAML 1.2 and a boolean in YAML 1.1: quote it or write false\n" +
		"app.yaml:2:13: c[d.e]: duplicate key, first on line 2"
	if diff := cmp.Diff(want, problems.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
