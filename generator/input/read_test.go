package input_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/input"
)

func TestRead(t *testing.T) {
	root := inputs(t)
	document, err := input.Read(root.FS(), "apps/hello/app.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got app
	if problems := document.Decode(&got); problems != nil {
		t.Fatal(problems)
	}
	if document.Path != "apps/hello/app.yaml" || got.Image != "x" {
		t.Errorf("got %q with image %q", document.Path, got.Image)
	}
}

func TestReadProblems(t *testing.T) {
	root := inputs(t)
	for path, want := range map[string]string{
		"apps/none/app.yaml":          "file does not exist",
		"apps/hello":                  "expected a file, found a directory",
		"apps/hello/link.yaml":        "file is a symbolic link, which inputs must not be",
		"apps/hello/out.yaml":         "file is a symbolic link, which inputs must not be",
		"apps/linked/app.yaml":        "directory apps/linked is a symbolic link, which inputs must not be",
		"apps/hello/pipe.yaml":        "not a regular file",
		"apps/hello/huge.yaml":        "file is larger than 256 KiB, the most an input may have",
		"apps/../../etc/passwd":       "path leads out of the tree or is not in its shortest form",
		"/etc/passwd":                 "path leads out of the tree or is not in its shortest form",
		"apps/hello/app.yaml/further": "not a directory",
	} {
		for kind, fsys := range map[string]fs.FS{"os.Root": root.FS(), "os.DirFS": os.DirFS(root.Name())} {
			t.Run(kind+"/"+path, func(t *testing.T) {
				_, err := input.Read(fsys, path)
				if err == nil || err.Error() != path+": "+want {
					t.Errorf("got %v, want %s", err, want)
				}
				if _, ok := errors.AsType[input.Problems](err); !ok {
					t.Errorf("error is %T, want Problems", err)
				}
			})
		}
	}
}

// A file may grow after it was looked at.
func TestReadStopsAtTheLimit(t *testing.T) {
	fsys := growing{fstest.MapFS{"a.yaml": {Data: []byte(strings.Repeat("a", 1<<20))}}}
	_, err := input.Read(fsys, "a.yaml")
	want := "a.yaml: file is larger than 256 KiB, the most an input may have"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

type growing struct{ fstest.MapFS }

func (g growing) Lstat(name string) (fs.FileInfo, error) {
	info, err := g.MapFS.Lstat(name)
	return empty{info}, err
}

type empty struct{ fs.FileInfo }

func (empty) Size() int64 { return 0 }

// inputs is a folder with good files and bad.
func inputs(t *testing.T) *os.Root {
	t.Helper()
	dir := t.TempDir()
	at := func(path string) string { return filepath.Join(dir, path) }
	for _, err := range []error{
		os.MkdirAll(at("apps/hello"), 0o755),
		os.WriteFile(at("apps/hello/app.yaml"), []byte("image: x\n"), 0o644),
		os.WriteFile(at("apps/hello/huge.yaml"), []byte(strings.Repeat("#\n", 1<<18)), 0o644),
		os.Symlink("app.yaml", at("apps/hello/link.yaml")),
		os.Symlink("/etc/passwd", at("apps/hello/out.yaml")),
		os.Symlink("hello", at("apps/linked")),
		syscall.Mkfifo(at("apps/hello/pipe.yaml"), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}
