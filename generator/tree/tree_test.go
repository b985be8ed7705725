package tree

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// generated is the content on disk of a generated file.
func generated(body string) string { return Header + body }

// repository makes a folder with files, by slash-separated path. A path that ends in a slash is an empty folder.
func repository(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		place(t, root, name, content)
	}
	return root
}

func place(t testing.TB, root, name, content string) {
	t.Helper()
	target := filepath.Join(root, filepath.FromSlash(name))
	if strings.HasSuffix(name, "/") {
		succeed(t, os.MkdirAll(target, 0o755))
		return
	}
	succeed(t, os.MkdirAll(filepath.Dir(target), 0o755))
	succeed(t, os.WriteFile(target, []byte(content), 0o644))
}

// onDisk is the reverse of repository. The content of a link is where it leads.
func onDisk(t testing.TB, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	disk := os.DirFS(root)
	succeed(t, fs.WalkDir(disk, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir():
			if inside, err := fs.ReadDir(disk, name); err != nil || len(inside) > 0 {
				return err
			}
			files[name+"/"] = ""
		case entry.Type() == fs.ModeSymlink:
			target, err := os.Readlink(filepath.Join(root, name))
			files[name] = "-> " + target
			return err
		case entry.Type().IsRegular():
			content, err := fs.ReadFile(disk, name)
			files[name] = string(content)
			return err
		}
		return nil
	}))
	delete(files, "./")
	return files
}

func open(t testing.TB, root string) *Output {
	t.Helper()
	output, err := Open(root, "rendered", "eksctl")
	succeed(t, err)
	t.Cleanup(func() { output.Close() })
	return output
}

func succeed(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wanted is a tree of the same bodies as strings.
func wanted(files map[string]string) Tree {
	tree := Tree{}
	for name, body := range files {
		tree[name] = []byte(body)
	}
	return tree
}

// written is what a tree looks like on disk.
func written(want Tree) map[string]string {
	files := map[string]string{}
	for name, body := range want {
		files[name] = generated(string(body))
	}
	return files
}

func lines(changes Changes) []string {
	var lines []string
	for _, change := range changes.Files {
		lines = append(lines, change.String())
	}
	return lines
}

// render does what a run of the generator does.
func render(ctx context.Context, output *Output, want Tree) error {
	unlock, err := output.Lock(ctx, func() {})
	if err != nil {
		return err
	}
	defer unlock()
	changes, err := output.Diff(want)
	if err != nil {
		return err
	}
	return output.Apply(ctx, changes)
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// fleet is a synthetic tree of the shape of rendered/: ten files of size bytes a folder. Two versions differ in every
// file, and each has a few folders that the other lacks.
func fleet(files, size, version int) Tree {
	tree := make(Tree, files)
	for i := range files {
		app := fmt.Sprintf("app-%04d", i/10)
		if i/10%7 == version%7 {
			app = fmt.Sprintf("app-of-%d-%04d", version, i/10)
		}
		name := path.Join("rendered/fleet/cluster/apps", []string{"development", "staging", "production"}[i/10%3], app)
		body := strings.Repeat(fmt.Sprintf("version: %d # %d\n", version, i), size/15+1)
		tree[fmt.Sprintf("%s/kind-%d.yaml", name, i%10)] = []byte(body[:size])
	}
	return tree
}

func TestOpenRefusesFolders(t *testing.T) {
	for _, owned := range [][]string{{"."}, {""}, {"/rendered"}, {"../rendered"}, {"rendered/"}, {"rendered", "rendered/x"}} {
		if _, err := Open(t.TempDir(), owned...); err == nil {
			t.Errorf("Open(%q) succeeded", owned)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "missing"), "rendered"); err == nil {
		t.Error("Open of a missing root succeeded")
	}
}

func TestBeforeAndAfterAreWholeFiles(t *testing.T) {
	disk := map[string]string{"rendered/edited.yaml": generated("a: 1\n"), "rendered/stale.yaml": generated("b: 1\n")}
	output := open(t, repository(t, disk))
	changes, err := output.Diff(wanted(map[string]string{"rendered/edited.yaml": "a: 2\n", "rendered/new.yaml": "c: 1\n"}))
	succeed(t, err)

	type contents struct{ Before, After string }
	got := map[string]contents{}
	for _, change := range changes.Files {
		before, err := output.Before(change)
		succeed(t, err)
		got[change.String()] = contents{string(before), string(change.After())}
	}
	equal(t, "contents", got, map[string]contents{
		"~ rendered/edited.yaml": {generated("a: 1\n"), generated("a: 2\n")},
		"+ rendered/new.yaml":    {"", generated("c: 1\n")},
		"- rendered/stale.yaml":  {generated("b: 1\n"), ""},
	})
}

func TestOnlyAPartOfTheOutput(t *testing.T) {
	root := repository(t, map[string]string{
		"rendered/f/one/a.yaml": generated("a: 1\n"),
		"rendered/f/one/b.yaml": generated("b: 1\n"),
		"rendered/f/two/c.yaml": generated("c: 1\n"),
	})
	part, err := Open(root, "rendered/f/one")
	succeed(t, err)
	defer part.Close()
	succeed(t, render(t.Context(), part, wanted(map[string]string{"rendered/f/one/a.yaml": "a: 2\n"})))
	equal(t, "disk", onDisk(t, root), map[string]string{
		"rendered/f/one/a.yaml": generated("a: 2\n"),
		"rendered/f/two/c.yaml": generated("c: 1\n"),
	})
	_, err = part.Diff(wanted(map[string]string{"rendered/f/two/c.yaml": ""}))
	if err == nil {
		t.Error("a file of another part was accepted")
	}
}
