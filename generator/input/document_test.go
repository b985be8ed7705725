package input_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/example/fastapi-gitops/generator/input"
)

const example = `# an app
image: hello
ports:
  - name: "http"
    port: 8080
  - {name: 'metrics', port: 9090}
settings:
  LOG_LEVEL: info
  a.b/c: "x y"
  "d]": |
    two
    lines
  "": >-
    folded
  gone:
list: [true, 1.5, 2026-11-01, [é, z]]
`

func TestAt(t *testing.T) {
	document := parse(t, example)
	for path, want := range map[string]string{
		"":                     "app.yaml:2:1",
		"image":                "app.yaml:2:8",
		"ports":                "app.yaml:3:1",
		"ports[0]":             "app.yaml:4:5",
		"ports[0].port":        "app.yaml:5:11",
		"ports[1]":             "app.yaml:6:5",
		"ports[1].name":        "app.yaml:6:12",
		"ports[2].name":        "app.yaml:3:1",
		"ports[-1]":            "app.yaml:3:1",
		"ports[0].other.deep":  "app.yaml:4:5",
		"settings.LOG_LEVEL":   "app.yaml:8:14",
		"settings[LOG_LEVEL]":  "app.yaml:8:14",
		"settings[a.b/c]":      "app.yaml:9:10",
		`settings["d]"]`:       "app.yaml:10:9",
		`settings[""]`:         "app.yaml:13:7",
		"settings.gone":        "app.yaml:15:3",
		"settings.LOG_LEVEL.x": "app.yaml:8:14",
		"list[3][1]":           "app.yaml:16:35",
		"nothing":              "app.yaml:2:1",
		"[":                    "app.yaml:2:1",
	} {
		if got := document.At(path).String(); got != want {
			t.Errorf("at %q: got %s, want %s", path, got, want)
		}
	}
}

func TestScalars(t *testing.T) {
	var got [][3]string
	for _, s := range parse(t, example).Scalars() {
		got = append(got, [3]string{s.Path, s.Value, s.Tag})
	}
	want := [][3]string{
		{"image", "hello", "!!str"},
		{"ports[0].name", "http", "!!str"},
		{"ports[0].port", "8080", "!!int"},
		{"ports[1].name", "metrics", "!!str"},
		{"ports[1].port", "9090", "!!int"},
		{"settings.LOG_LEVEL", "info", "!!str"},
		{"settings[a.b/c]", "x y", "!!str"},
		{`settings["d]"]`, "two\nlines\n", "!!str"},
		{`settings[""]`, "folded", "!!str"},
		{"settings.gone", "", "!!null"},
		{"list[0]", "true", "!!bool"},
		{"list[1]", "1.5", "!!float"},
		{"list[2]", "2026-11-01", "!!timestamp"},
		{"list[3][0]", "é", "!!str"},
		{"list[3][1]", "z", "!!str"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestScalarsPointAtTheirText(t *testing.T) {
	checkScalarsPointAtTheirText(t, example, parse(t, example))
}

func checkScalarsPointAtTheirText(t *testing.T, file string, document *input.Document) {
	t.Helper()
	lines := strings.Split(file, "\n")
	for _, s := range document.Scalars() {
		if s.Tag == "!!null" {
			continue // nothing is written where it stands
		}
		rest := string([]rune(lines[s.Line-1])[s.Column-1:])
		first, _, _ := strings.Cut(s.Value, "\n")
		if !strings.HasPrefix(rest, first) && !strings.ContainsAny(rest[:1], marks) && !strings.Contains(first, " ") {
			t.Errorf("%s at %v: %q is not the start of %q", s.Path, s.Position, first, rest)
		}
	}
}

// marks are what may stand before a text: quotes, block indicators, and the non-specific tag, which the YAML library
// swallows.
const marks = `"'|>!`

func TestProblemsOfFieldErrors(t *testing.T) {
	settings := field.NewPath("settings")
	problems := parse(t, example).Problems(field.ErrorList{
		field.Required(settings.Key("OTHER"), "every app has one"),
		field.Invalid(field.NewPath("ports").Index(1).Child("port"), 9090, "is taken"),
		field.NotSupported(settings.Key("a.b/c"), "x y", []string{"a", "b"}),
		field.Forbidden(nil, "not here"),
	})
	want := strings.Join([]string{
		`app.yaml:2:1: forbidden: not here`,
		`app.yaml:6:29: ports[1].port: invalid value: 9090: is taken`,
		`app.yaml:7:1: settings[OTHER]: required value: every app has one`,
		`app.yaml:9:10: settings[a.b/c]: unsupported value: "x y": supported values: "a", "b"`,
	}, "\n")
	if diff := cmp.Diff(want, problems.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
