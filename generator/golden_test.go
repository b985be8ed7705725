package main

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/google/go-cmp/cmp"
)

// repository is the root of the checkout that the tests are part of.
const repository = ".."

// day is when the tests render: waivers depend on it, nothing else does.
var day = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

// TestGolden compares the committed tree with what the committed inputs render to, both ways.
func TestGolden(t *testing.T) {
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	out, err := tree.Open(repository, outputs...)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	changes, err := out.Diff(r.files)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range changes.Files {
		t.Error(change)
	}
	if len(changes.Files) > 0 {
		t.Log(firstDifference(t, out, changes.Files[0]))
		t.Log("repair with: go run ./generator")
	}
}

func firstDifference(t *testing.T, out *tree.Output, change tree.Change) string {
	t.Helper()
	before, err := out.Before(change)
	if err != nil {
		t.Fatal(err)
	}
	return cmp.Diff(strings.Split(string(before), "\n"), strings.Split(string(change.After()), "\n"))
}

// TestRenderTwice renders the same bytes from the same inputs, and from inputs whose files come in another order.
func TestRenderTwice(t *testing.T) {
	once, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := render(backwards{inputsOf(t)}, day)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(once.files, twice.files); diff != "" {
		t.Error(diff)
	}
}

// inputsOf are the committed inputs in memory.
func inputsOf(t testing.TB) fstest.MapFS {
	t.Helper()
	inputs := fstest.MapFS{}
	for _, folder := range []string{"clusters", "environments", "apps"} {
		err := fs.WalkDir(os.DirFS(repository), folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(os.DirFS(repository), name)
			inputs[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return inputs
}

// backwards lists directories in the opposite order.
type backwards struct{ fstest.MapFS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := b.MapFS.ReadDir(name)
	for i, j := 0, len(entries)-1; i < j; i, j = i+1, j-1 {
		entries[i], entries[j] = entries[j], entries[i]
	}
	return entries, err
}
