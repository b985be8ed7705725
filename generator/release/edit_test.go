package release_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/release"
)

const file = "apps/shop/versions.yaml"

// order is that of promotion; preview is promoted from nowhere.
var order = []string{"development", "staging", "production", "preview"}

// image is one of the shop's by a letter.
func image(digit string) config.Image {
	return config.Image("registry.example.com/shop:" + digit + ".0@sha256:" + strings.Repeat(digit, 64))
}

// written puts images in the place of $1, $2 and so on.
var written = strings.NewReplacer("$1", string(image("1")), "$2", string(image("2")), "$3", string(image("3")), "$9", string(image("9")))

func TestSet(t *testing.T) {
	tests := []struct{ name, environment, before, after string }{
		{"value", "staging", "development: $1\nstaging: $2\nproduction: $3\n", "development: $1\nstaging: $9\nproduction: $3\n"},
		{"same value", "staging", "staging: $9 # same\n", "staging: $9 # same\n"},
		{"comments and blank lines", "staging",
			"# schema\n\n# the first\ndevelopment: $1 # one\n\n  # above\nstaging:  $2  # two: $2\n# below\n",
			"# schema\n\n# the first\ndevelopment: $1 # one\n\n  # above\nstaging:  $9  # two: $2\n# below\n"},
		{"single quotes", "staging", "'staging' : '$2' # '$2'\n", "'staging' : '$9' # '$2'\n"},
		{"double quotes", "staging", "\"staging\": \"$2\"\n", "\"staging\": \"$9\"\n"},
		{"line ends of Windows", "staging", "# a\r\ndevelopment: $1\r\nstaging: $2\r\nproduction: $3\r\n", "# a\r\ndevelopment: $1\r\nstaging: $9\r\nproduction: $3\r\n"},
		{"no line end", "staging", "staging: $2", "staging: $9"},
		{"value below its key", "staging", "staging:\n    # why\n    $2\nproduction: $3\n", "staging:\n    # why\n    $9\nproduction: $3\n"},
		{"question mark", "staging", "? staging\n: $2\n", "? staging\n: $9\n"},
		{"flow", "staging", "{development: $1, staging: $2, production: $3}\n", "{development: $1, staging: $9, production: $3}\n"},
		{"JSON", "staging", "{\"development\":\"$1\",\"staging\":\"$2\"}\n", "{\"development\":\"$1\",\"staging\":\"$9\"}\n"},
		{"document markers", "staging", "%YAML 1.1\n---\nstaging: $2\n...\n", "%YAML 1.1\n---\nstaging: $9\n...\n"},
		{"letters of several bytes before it", "staging", "# Grüße, 世界 🎉\n{ \"sta\\u0067ing\": $2 } # 世界\n", "# Grüße, 世界 🎉\n{ \"sta\\u0067ing\": $9 } # 世界\n"},
		{"other order", "development", "production: $3\ndevelopment: $1\n", "production: $3\ndevelopment: $9\n"},

		{"new in the middle", "staging", "# a\ndevelopment: $1 # one\n# b\nproduction: $3\n", "# a\ndevelopment: $1 # one\nstaging: $9\n# b\nproduction: $3\n"},
		{"new at the end", "production", "development: $1\nstaging: $2\n", "development: $1\nstaging: $2\nproduction: $9\n"},
		{"new at the end without a line end", "production", "staging: $2", "staging: $2\nproduction: $9"},
		{"new at the end before comments", "production", "staging: $2\n\n# end\n", "staging: $2\nproduction: $9\n\n# end\n"},
		{"new at the beginning", "development", "# schema\n\n# a\nstaging: $2\n", "# schema\n\n# a\ndevelopment: $9\nstaging: $2\n"},
		{"new behind all", "preview", "production: $3\ndevelopment: $1\n", "production: $3\ndevelopment: $1\npreview: $9\n"},
		{"new with line ends of Windows", "production", "development: $1\r\nstaging: $2 # b\r\n", "development: $1\r\nstaging: $2 # b\r\nproduction: $9\r\n"},
		{"new at the beginning with line ends of Windows", "development", "staging: $2\r\n", "development: $9\r\nstaging: $2\r\n"},
		{"new behind a value below its key", "staging", "development:\n  $1\nproduction: $3\n", "development:\n  $1\nstaging: $9\nproduction: $3\n"},
		{"new before a value below its key", "development", "staging:\n  $2\n", "development: $9\nstaging:\n  $2\n"},
		{"new in an indented file", "staging", "  development: $1\n  production: $3\n", "  development: $1\n  staging: $9\n  production: $3\n"},
		{"new beside question marks", "staging", "? development\n: $1\n? production\n: $3\n", "? development\n: $1\nstaging: $9\n? production\n: $3\n"},
		{"new in the other order", "staging", "production: $3\ndevelopment: $1\n", "production: $3\ndevelopment: $1\nstaging: $9\n"},
		{"new behind a document marker", "staging", "---\nproduction: $3\n", "---\nstaging: $9\nproduction: $3\n"},
		{"new in an empty mapping", "staging", "# schema\n{} # none yet\n", "# schema\n{staging: $9} # none yet\n"},
		{"new in flow", "staging", "{\n  development: $1, # one\n  production: $3,\n}\n", "{\n  development: $1, staging: $9, # one\n  production: $3,\n}\n"},
		{"new at the beginning of flow", "development", "{staging: \"$2\"}\n", "{development: $9, staging: \"$2\"}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := release.Set(file, []byte(written.Replace(tt.before)), tt.environment, image("9"), order)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(written.Replace(tt.after), string(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestSetInNewFile(t *testing.T) {
	got, err := release.Set(file, nil, "staging", image("9"), order)
	want := "# yaml-language-server: $schema=../../docs/schema/versions.json\n" + written.Replace("staging: $9\n")
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, got, want)
	}
}

func TestSetRefuses(t *testing.T) {
	const uneditable = ": cannot be edited in this form: write one line for each environment, as ENVIRONMENT: IMAGE"
	tests := []struct{ name, environment, content, want string }{
		{"value of several lines", "staging", "staging: |-\n  $2\n", file + ":1:10" + uneditable},
		{"escapes", "staging", `staging: "\x72` + strings.TrimPrefix(string(image("2")), "r") + "\"\n", file + ":1:10" + uneditable},
		{"value of several lines before it", "staging", "development: >-\n  $1\n", file + ":1:14" + uneditable},
		{"name with a dot", "a.b", "a.b: $1\n", file + ":1:1" + uneditable},
		{"nothing", "staging", "", file + ": file is empty: expected a mapping of fields"},
		{"comments alone", "staging", "# none yet\n", file + ": file is empty: expected a mapping of fields"},
		{"list", "staging", "- $1\n", file + ":1:1: expected a mapping of fields, found a list"},
		{"no YAML", "staging", "staging: [\n", file + ":1:1: not YAML: did not find expected node content"},
		{"given twice", "staging", "staging: $1\nstaging: $2\n", file + ":2:1: staging: duplicate key, first on line 1"},
		{"another image is broken", "staging", "development: shop:1\nstaging: $2\n",
			file + `:1:14: development: "shop:1" has no digest: expected repository:tag@sha256:…, as the registry or ` + "`docker buildx imagetools inspect` says it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := release.Set(file, []byte(written.Replace(tt.content)), tt.environment, image("9"), order)
			if err == nil {
				t.Fatalf("no error, but\n%s", got)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
