package schema_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/schema"
)

// repository is the root of this repository.
var repository = os.DirFS("../..")

func TestCommittedSchemasAreFresh(t *testing.T) {
	want, err := schema.Files(repository)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := fs.Glob(repository, path.Join(schema.Dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range committed {
		if want[name] == nil {
			t.Errorf("%s: no schema is made under this name: remove the file", name)
		}
	}
	for name, body := range want {
		got, _ := fs.ReadFile(repository, name) // a missing file differs like any other
		if diff := cmp.Diff(string(body), string(got)); diff != "" {
			t.Errorf("%s is stale: run `go run ./generator schema` (-want +got):\n%s", name, diff)
		}
	}
}

func TestEveryFieldNeedsAComment(t *testing.T) {
	sources := fstest.MapFS{}
	names, err := fs.Glob(repository, "generator/config/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source, err := fs.ReadFile(repository, name)
		if err != nil {
			t.Fatal(err)
		}
		const comment = "// Live fails when only a restart helps. Default /healthz.\n"
		sources[name] = &fstest.MapFile{Data: bytes.Replace(source, []byte(comment), nil, 1)}
	}
	_, err = schema.Files(sources)
	if want := "config.Probes.Live: no comment: it is what editors show"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWithoutSources(t *testing.T) {
	_, err := schema.Files(fstest.MapFS{})
	if want := "generator/config: no Go files: the schemas are made from their comments"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCommittedInputsFit(t *testing.T) {
	for _, pattern := range []string{"clusters/*/*.yaml", "environments/*.yaml", "apps/*/*.yaml"} {
		names, err := fs.Glob(repository, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no inputs, error %v", pattern, err)
		}
		for _, name := range names {
			body, err := fs.ReadFile(repository, name)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := pointsAt(name, string(body)), path.Join(schema.Dir, kindOf(name)+".json"); got != want {
				t.Errorf("%s: its first line points at %q, want %q", name, got, want)
			}
			for _, err := range errorsOf(t, kindOf(name), string(body)) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// pointsAt is the path of the schema that the first line of a file names for the YAML language server.
func pointsAt(name, body string) string {
	line, _, _ := strings.Cut(body, "\n")
	relative, _ := strings.CutPrefix(line, "# yaml-language-server: $schema=")
	return path.Join(path.Dir(name), relative)
}

// kindOf is the kind of an input by its place.
func kindOf(name string) string {
	switch dir, base := path.Split(name); {
	case dir == "environments/":
		return "environment"
	case base == "fleet.yaml" || base == "app.yaml" || base == "versions.yaml":
		return strings.TrimSuffix(base, ".yaml")
	}
	return "cluster"
}

// errorsOf is what the API server's validator of JSON Schema says about an input.
func errorsOf(t *testing.T, kind, body string) []error {
	t.Helper()
	committed, err := fs.ReadFile(repository, path.Join(schema.Dir, kind+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var s spec.Schema
	if err := json.Unmarshal(committed, &s); err != nil {
		t.Fatal(err)
	}
	document, err := input.Parse(kind+".yaml", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	value, problems := document.Value()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return validate.NewSchemaValidator(&s, nil, "", strfmt.Default).Validate(value).Errors
}

// decode is what the program says about an input.
func decode(t *testing.T, kind, body string) input.Problems {
	t.Helper()
	document, err := input.Parse(kind+".yaml", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return document.Decode(contents()[kind])
}

// contents are the Go values that files of each kind are decoded into.
func contents() map[string]any {
	return map[string]any{
		"fleet": &config.Fleet{}, "cluster": &config.Cluster{}, "environment": &config.Environment{},
		"app": &config.App{}, "versions": &map[string]config.Image{},
	}
}
