// Package tools_test asks the judges that the field trusts about the committed tree in ../rendered. Each judge must build,
// must look at every object that it knows, and must prove that it can still find a fault.
package tools_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// TestMain refuses to run where go would keep the result: its cache knows the files of this module only, so it would
// call a changed ../rendered "ok (cached)".
func TestMain(m *testing.M) {
	flag.Parse()
	if log := flag.Lookup("test.testlogfile"); log != nil && log.Value.String() != "" {
		fmt.Fprintln(os.Stderr, "go would cache this verdict on ../rendered; run: go -C tools test -count=1 -timeout 30m ./...")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// build links the tools of the module in dir into ../bin and returns the path of the one named. A judge that does not
// build fails the test.
func build(t *testing.T, dir, name string, flags ...string) string {
	t.Helper()
	bin := absolute(t, "../bin")
	args := append([]string{"build", "-C", dir, "-o", bin + string(filepath.Separator)}, flags...)
	if out, err := exec.Command("go", append(args, "tool")...).CombinedOutput(); err != nil {
		t.Fatalf("%s does not build: %v\n%s", name, err, out)
	}
	return filepath.Join(bin, name)
}

// ask runs a judge and returns what it said and whether it found no fault.
func ask(t *testing.T, cmd *exec.Cmd) (stdout []byte, stderr string, ok bool) {
	t.Helper()
	var complaint strings.Builder
	cmd.Stderr = &complaint
	stdout, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return stdout, complaint.String(), err == nil
}

// object is one file of the tree.
type object struct {
	path   string // absolute
	fields map[string]any
}

func (o object) kind() string { return fmt.Sprint(o.fields["kind"]) }

// group is the API group, empty for the core group.
func (o object) group() string {
	group, _, found := strings.Cut(fmt.Sprint(o.fields["apiVersion"]), "/")
	if !found {
		return ""
	}
	return group
}

// rendered reads every object under the directory, which is relative to this one.
func rendered(t *testing.T, dir string) []object {
	t.Helper()
	var objects []object
	err := filepath.WalkDir(absolute(t, dir), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		o := object{path: path}
		if err := yaml.UnmarshalStrict(raw, &o.fields); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		objects = append(objects, o)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(objects) == 0 {
		t.Fatalf("%s holds no object", dir)
	}
	return objects
}

// ofKind keeps the objects of the kinds.
func ofKind(objects []object, kinds ...string) []object {
	return slices.DeleteFunc(slices.Clone(objects), func(o object) bool { return !slices.Contains(kinds, o.kind()) })
}

func paths(objects []object) []string {
	paths := make([]string, len(objects))
	for i, o := range objects {
		paths[i] = o.path
	}
	return paths
}

// write puts the fields into a file of their own and returns its path.
func write(t *testing.T, name string, fields map[string]any) string {
	t.Helper()
	raw, err := yaml.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
