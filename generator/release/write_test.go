package release_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/release"
)

var edits = &release.Release{Files: []release.File{
	{Path: "apps/cart/versions.yaml", Body: []byte(written.Replace("staging: $9\n")), New: true},
	{Path: "apps/shop/versions.yaml", Body: []byte(written.Replace("development: $9\n"))},
}}

// TestOver reads inputs through the edits: they are as after a Write.
func TestOver(t *testing.T) {
	repository, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	if err := os.CopyFS(repository.Name(), inputs(nil)); err != nil {
		t.Fatal(err)
	}
	before := versionsOf(t, edits.Over(repository.FS()))
	if err := edits.Write(repository); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]config.Image{"cart": {"staging": image("9")}, "shop": {"development": image("9")}}
	if diff := cmp.Diff(want, before); diff != "" {
		t.Errorf("through the edits: -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(want, versionsOf(t, repository.FS())); diff != "" {
		t.Errorf("written: -want +got:\n%s", diff)
	}
}

func versionsOf(t *testing.T, fsys fs.FS) map[string]map[string]config.Image {
	t.Helper()
	sources, err := config.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	inputs, problems := sources.Decode()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	images := map[string]map[string]config.Image{}
	for _, app := range inputs.Apps {
		images[app.Name] = app.Versions.Images
	}
	return images
}

// TestOverTellsLinks finds symbolic links, which inputs must not be.
func TestOverTellsLinks(t *testing.T) {
	linked := inputs(nil)
	linked["apps/shop/app.yaml"] = &fstest.MapFile{Data: []byte("../../environments/spare.yaml"), Mode: fs.ModeSymlink}
	over := edits.Over(linked)
	info, err := fs.Lstat(over, "apps/shop/app.yaml")
	if err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("got %v, %v", info, err)
	}
	if to, err := fs.ReadLink(over, "apps/shop/app.yaml"); err != nil || to != "../../environments/spare.yaml" {
		t.Errorf("got %q, %v", to, err)
	}
}

// TestWriteAfterKill replaces what a killed run left, and leaves nothing itself.
func TestWriteAfterKill(t *testing.T) {
	repository, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	left := fstest.MapFS{"apps/shop/.versions.yaml.tmp": {Data: []byte("half")}, "apps/cart/app.yaml": {}}
	if err := os.CopyFS(repository.Name(), left); err != nil {
		t.Fatal(err)
	}
	if err := edits.Write(repository); err != nil {
		t.Fatal(err)
	}
	found, err := fs.Glob(repository.FS(), "apps/*/*")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"apps/cart/app.yaml", "apps/cart/versions.yaml", file}; !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
}

// TestWriteStaysInside refuses links that lead out of the repository.
func TestWriteStaysInside(t *testing.T) {
	outside := t.TempDir()
	repository, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	if err := os.Symlink(outside, path.Join(repository.Name(), "apps")); err != nil {
		t.Fatal(err)
	}
	if err := edits.Write(repository); err == nil {
		t.Error("wrote through a symbolic link out of the repository")
	}
	if entries, _ := os.ReadDir(outside); len(entries) > 0 {
		t.Errorf("left %v outside", entries)
	}
}
