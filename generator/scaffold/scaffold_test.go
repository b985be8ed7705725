package scaffold_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
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
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/scaffold"
)

// committed are the inputs of this repository.
func committed(t *testing.T) fstest.MapFS {
	t.Helper()
	repository := os.DirFS("../..")
	inputs := fstest.MapFS{}
	for _, pattern := range []string{"clusters/*/*", "environments/*", "apps/*/*.yaml"} {
		names, err := fs.Glob(repository, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(repository, name)
			if err != nil {
				t.Fatal(err)
			}
			inputs[name] = &fstest.MapFile{Data: data}
		}
	}
	return inputs
}

// with is the inputs with files in place of those of the same paths.
func with(inputs fstest.MapFS, files map[string]string) fstest.MapFS {
	changed := maps.Clone(inputs)
	for name, body := range files {
		changed[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return changed
}

// wantGreen fails unless the inputs with the file resolve, the file fits its schema, and its schema is the expected one.
func wantGreen(t *testing.T, inputs fstest.MapFS, file scaffold.File, kind string) *plan.Plan {
	t.Helper()
	wantFits(t, file, kind)
	sources, err := config.Read(with(inputs, map[string]string{file.Path: file.Body}))
	if err != nil {
		t.Fatal(err)
	}
	decoded, problems := sources.Decode()
	resolved, unresolved := plan.Resolve(decoded)
	if len(problems)+len(unresolved) > 0 {
		t.Fatalf("%v\n%v", problems, unresolved)
	}
	return resolved
}

func wantFits(t *testing.T, file scaffold.File, kind string) {
	t.Helper()
	line, _, _ := strings.Cut(file.Body, "\n")
	relative, _ := strings.CutPrefix(line, "# yaml-language-server: $schema=")
	name := path.Join(path.Dir(file.Path), relative)
	if want := "docs/schema/" + kind + ".json"; name != want {
		t.Fatalf("the first line points at %q, want %q", name, want)
	}
	data, err := fs.ReadFile(os.DirFS("../.."), name)
	if err != nil {
		t.Fatal(err)
	}
	var schema spec.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	document, err := input.Parse(file.Path, []byte(file.Body))
	if err != nil {
		t.Fatal(err)
	}
	value, _ := document.Value()
	for _, err := range validate.NewSchemaValidator(&schema, nil, "", strfmt.Default).Validate(value).Errors {
		t.Errorf("%s: %v", file.Path, err)
	}
}

func wantError(t *testing.T, err error, want string, argument bool) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := errors.As(err, new(scaffold.ArgumentError)); got != argument {
		t.Errorf("about an argument: %t, want %t", got, argument)
	}
}

func TestCreate(t *testing.T) {
	repository, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	file := scaffold.File{Path: "apps/hello/app.yaml", Body: "team: hello\n"}
	if err := file.Create(repository); err != nil {
		t.Fatal(err)
	}
	file.Body = "team: other\n"
	wantError(t, file.Create(repository), "apps/hello/app.yaml already exists", false)
	got, err := repository.ReadFile(file.Path)
	if err != nil || string(got) != "team: hello\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestCreateStaysInside(t *testing.T) {
	outside := t.TempDir()
	repository, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	if err := os.Symlink(outside, path.Join(repository.Name(), "apps")); err != nil {
		t.Fatal(err)
	}
	if err := (scaffold.File{Path: "apps/hello/app.yaml"}).Create(repository); err == nil {
		t.Error("wrote through a symbolic link out of the repository")
	}
	if entries, _ := os.ReadDir(outside); len(entries) > 0 {
		t.Errorf("left %v outside", entries)
	}
}

func TestBrokenInputs(t *testing.T) {
	inputs := with(committed(t), map[string]string{"environments/staging.yaml": "after: development\n"})
	_, err := scaffold.App(inputs, "hello", "")
	wantError(t, err, "environments/staging.yaml:1:1: quota: required field is missing\n"+
		"environments/staging.yaml:1:1: sizes: required field is missing", false)
}
