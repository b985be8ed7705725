package input_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/input"
)

// app has a field of every kind that an input may have.
type app struct {
	Name     string               `json:"-"`
	Image    string               `json:"image" required:"true"`
	Replicas *int32               `json:"replicas"`
	Ratio    float64              `json:"ratio"`
	Public   bool                 `json:"public"`
	Size     size                 `json:"size"`
	Timeout  duration             `json:"timeout"`
	Ports    []port               `json:"ports"`
	Settings map[string]string    `json:"settings"`
	Sizes    map[size]*port       `json:"sizes"`
	Nested   map[string][]float32 `json:"nested"`
	limits
}

type limits struct {
	CPU    string `json:"cpu"`
	Budget int8   `json:"budget"`
}

type port struct {
	Name string `json:"name" required:"true"`
	Port uint16 `json:"port"`
}

type size string

func (size) Values() []string { return []string{"small", "medium", "large"} }

type duration struct{ time.Duration }

func (d *duration) UnmarshalText(text []byte) error {
	var err error
	if d.Duration, err = time.ParseDuration(string(text)); err != nil {
		return errors.New("not a duration")
	}
	return nil
}

func TestDecode(t *testing.T) {
	const file = `
image: registry/hello@sha256:00
replicas: 3
ratio: 99.5
public: true
size: medium
timeout: 90s
ports:
  - {name: http, port: 8080}
  - name: "8080"
settings:
  LOG: "yes"
  EMPTY: ""
  TEXT: |
    two
    lines
sizes:
  small: {name: s}
nested:
  a: [1, -0.5, 1e3]
cpu: "1"
budget: -128
`
	three := int32(3)
	want := app{
		Image:    "registry/hello@sha256:00",
		Replicas: &three,
		Ratio:    99.5,
		Public:   true,
		Size:     "medium",
		Timeout:  duration{90 * time.Second},
		Ports:    []port{{"http", 8080}, {"8080", 0}},
		Settings: map[string]string{"LOG": "yes", "EMPTY": "", "TEXT": "two\nlines\n"},
		Sizes:    map[size]*port{"small": {Name: "s"}},
		Nested:   map[string][]float32{"a": {1, -0.5, 1000}},
		limits:   limits{CPU: "1", Budget: -128},
	}
	var got app
	if problems := parse(t, file).Decode(&got); problems != nil {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(app{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeKeepsWhatTheFileDoesNotSet(t *testing.T) {
	got := app{Public: true, Settings: map[string]string{"A": "1"}, Size: "large"}
	if problems := parse(t, "image: x\nsettings: {B: '2'}\n").Decode(&got); problems != nil {
		t.Fatal(problems)
	}
	want := app{Image: "x", Public: true, Settings: map[string]string{"A": "1", "B": "2"}, Size: "large"}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(app{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeProblems(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"unknown field", "image: x\nreplica: 1\n",
			`app.yaml:2:1: replica: unknown field (did you mean "replicas"?)`},
		{"unknown field in other case", "image: x\nPublic: true\n",
			`app.yaml:2:1: Public: unknown field (did you mean "public"?)`},
		{"unknown field, nothing near", "image: x\nports: [{name: a, weight: 1}]\n",
			`app.yaml:2:19: ports[0].weight: unknown field (known: name, port)`},
		{"field without a name", "image: x\nName: x\n",
			`app.yaml:2:1: Name: unknown field (known: budget, cpu, image, nested, ports, public, ratio, replicas, settings, size, sizes, timeout)`},
		{"misspelt in a list", "image: x\nports:\n  - name: a\n    prt: 1\n",
			`app.yaml:4:5: ports[0].prt: unknown field (did you mean "port"?)`},
		{"required at the top", "public: true\n", `app.yaml:1:1: image: required field is missing`},
		{"required in a list", "image: x\nports:\n  - port: 1\n",
			`app.yaml:3:5: ports[0].name: required field is missing`},
		{"required in a map", "image: x\nsizes:\n  small:\n    port: 1\n",
			`app.yaml:3:3: sizes[small].name: required field is missing`},
		{"duplicate field", "image: x\npublic: true\nimage: y\n",
			`app.yaml:3:1: image: duplicate key, first on line 1`},
		{"duplicate key of a map", "image: x\nsettings:\n  A: a\n  'A': b\n",
			`app.yaml:4:3: settings[A]: duplicate key, first on line 3`},

		{"number for text", "image: 1.30\n", `app.yaml:1:8: image: expected text, found the number 1.30: quote it ("1.30")`},
		{"boolean for text", "image: true\n", `app.yaml:1:8: image: expected text, found the boolean true: quote it ("true")`},
		{"date for text", "image: 2026-11-01\n",
			`app.yaml:1:8: image: expected text, found the date 2026-11-01: quote it ("2026-11-01")`},
		{"list for text", "image:\n  - x\n", `app.yaml:1:1: image: expected text, found a list`},
		{"yes for text", "image: yes\n",
			`app.yaml:1:8: image: expected text, found yes, which YAML 1.1 takes for a boolean: quote it ("yes")`},
		{"Norway", "image: NO\n",
			`app.yaml:1:8: image: expected text, found NO, which YAML 1.1 takes for a boolean: quote it ("NO")`},
		{"nothing", "image:\n", `app.yaml:1:1: image: expected text, found nothing: remove it or give it a value`},
		{"null", "image: x\nreplicas: null\n",
			`app.yaml:2:1: replicas: expected a whole number, found nothing: remove it or give it a value`},
		{"null item", "image: x\nports:\n  -\n",
			`app.yaml:3:4: ports[0]: expected a mapping, found nothing: remove it or give it a value`},

		{"number in a map of text", "image: x\nsettings:\n  LEVEL: 5\n",
			`app.yaml:3:10: settings[LEVEL]: expected text, found the number 5: quote it ("5")`},
		{"number as a key", "image: x\nsettings:\n  8080: a\n",
			`app.yaml:3:3: settings[8080]: expected text, found the number 8080: quote it ("8080")`},
		{"on as a key", "image: x\nsettings: {on: a}\n",
			`app.yaml:2:12: settings[on]: expected text, found on, which YAML 1.1 takes for a boolean: quote it ("on")`},
		{"key that needs quotes", "image: x\nsettings: {'a]b': 1}\n",
			`app.yaml:2:19: settings["a]b"]: expected text, found the number 1: quote it ("1")`},

		{"text for a number", "image: x\nreplicas: abc\n",
			`app.yaml:2:11: replicas: expected a whole number, found the text "abc"`},
		{"quoted number", "image: x\nreplicas: '3'\n",
			`app.yaml:2:11: replicas: expected a whole number, found the text "3": remove the quotes`},
		{"fraction", "image: x\nreplicas: 1.5\n", `app.yaml:2:11: replicas: expected a whole number, found the number 1.5`},
		{"octal", "image: x\nreplicas: 0777\n",
			`app.yaml:2:11: replicas: expected a whole number, found the number 0777: write it in plain decimal digits`},
		{"underscore", "image: x\nreplicas: 1_000\n",
			`app.yaml:2:11: replicas: expected a whole number, found the number 1_000: write it in plain decimal digits`},
		{"too large", "image: x\nports: [{name: a, port: 65536}]\n",
			`app.yaml:2:25: ports[0].port: 65536 is out of range: expected 0 to 65535`},
		{"negative", "image: x\nports: [{name: a, port: -1}]\n",
			`app.yaml:2:25: ports[0].port: -1 is out of range: expected 0 to 65535`},
		{"too small", "image: x\nbudget: -129\n", `app.yaml:2:9: budget: -129 is out of range: expected -128 to 127`},
		{"infinite", "image: x\nratio: .inf\n",
			`app.yaml:2:8: ratio: expected a number, found the number .inf: write it in plain decimal digits`},
		{"larger than any float", "image: x\nratio: 1e999\n", `app.yaml:2:8: ratio: 1e999 is out of range`},
		{"text for a fraction", "image: x\nnested: {a: [b]}\n",
			`app.yaml:2:14: nested[a][0]: expected a number, found the text "b"`},

		{"yes for a boolean", "image: x\npublic: yes\n",
			`app.yaml:2:9: public: expected true or false, found the text "yes": write true`},
		{"Off for a boolean", "image: x\npublic: Off\n",
			`app.yaml:2:9: public: expected true or false, found the text "Off": write false`},
		{"quoted boolean", "image: x\npublic: 'true'\n",
			`app.yaml:2:9: public: expected true or false, found the text "true": remove the quotes`},
		{"number for a boolean", "image: x\npublic: 1\n",
			`app.yaml:2:9: public: expected true or false, found the number 1`},

		{"mapping for a list", "image: x\nports:\n  name: http\n", `app.yaml:2:1: ports: expected a list, found a mapping`},
		{"list for a mapping", "image: x\nsettings: [a]\n", `app.yaml:2:1: settings: expected a mapping, found a list`},
		{"text for a mapping", "image: x\nports: [http]\n",
			`app.yaml:2:9: ports[0]: expected a mapping, found the text "http"`},
		{"long text", "image: x\npublic: " + strings.Repeat("é", 100) + "\n",
			`app.yaml:2:9: public: expected true or false, found the text "` + strings.Repeat("é", 60) + `…"`},

		{"unknown value", "image: x\nsize: smal\n",
			`app.yaml:2:7: size: expected one of small, medium, large, found "smal" (did you mean "small"?)`},
		{"unknown value, nothing near", "image: x\nsize: '9'\n",
			`app.yaml:2:7: size: expected one of small, medium, large, found "9"`},
		{"unknown value as a key", "image: x\nsizes:\n  lage: {name: a}\n",
			`app.yaml:3:3: sizes[lage]: expected one of small, medium, large, found "lage" (did you mean "large"?)`},
		{"the type's own error", "image: x\ntimeout: 30\n", `app.yaml:2:10: timeout: not a duration`},
		{"mapping for a type that reads text", "image: x\ntimeout: {}\n",
			`app.yaml:2:1: timeout: expected a single value, found a mapping`},

		{"everything at once, sorted", "size: tiny\nports:\n  - prt: 1\n  - name: 2\nreplicas: x\n", strings.Join([]string{
			`app.yaml:1:1: image: required field is missing`,
			`app.yaml:1:7: size: expected one of small, medium, large, found "tiny"`,
			`app.yaml:3:5: ports[0].name: required field is missing`,
			`app.yaml:3:5: ports[0].prt: unknown field (did you mean "port"?)`,
			`app.yaml:4:11: ports[1].name: expected text, found the number 2: quote it ("2")`,
			`app.yaml:5:11: replicas: expected a whole number, found the text "x"`,
		}, "\n")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			problems := parse(t, test.file).Decode(new(app))
			if diff := cmp.Diff(test.want, problems.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDecodeListsTheFirstProblemsOnly(t *testing.T) {
	file := "image: x\nports:\n" + strings.Repeat("- {name: a, x: 1}\n", 200)
	problems := parse(t, file).Decode(new(app))
	if len(problems) != 101 {
		t.Errorf("got %d problems, want 101", len(problems))
	}
	want := "app.yaml: more than 100 problems, of which the first 100 are listed"
	if got := problems[0].Error(); got != want {
		t.Errorf("got %q first, want %q", got, want)
	}
}

func TestDecodeIntoATypeThatNothingCanBeReadInto(t *testing.T) {
	var into struct {
		Any any `json:"any"`
	}
	want := "app.yaml:1:6: any: cannot be read into the Go type interface {}"
	if got := parse(t, "any: 1\n").Decode(&into).Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func parse(t testing.TB, file string) *input.Document {
	t.Helper()
	document, err := input.Parse("app.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return document
}
