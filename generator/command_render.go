package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/spf13/cobra"
)

// outputs are the folders that the generator owns.
var outputs = []string{"rendered", "eksctl"}

// renderCommand renders the repository around it and writes what changed.
func renderCommand(cmd *cobra.Command, apps []string) error {
	started := time.Now()
	repository, err := openRepository()
	if err != nil {
		return err
	}
	defer repository.Close()
	out, err := openOutput(repository.FS(), apps)
	if err != nil {
		return err
	}
	defer out.Close()
	unlock, err := out.Lock(cmd.Context(), func() {
		fmt.Fprintln(cmd.ErrOrStderr(), "another run holds this repository: waiting")
	})
	if err != nil {
		return err
	}
	defer unlock()
	r, changes, err := difference(repository.FS(), out, apps)
	if err != nil {
		return err
	}
	if err := out.Apply(cmd.Context(), changes); err != nil {
		return err
	}
	report(cmd.OutOrStdout(), r, changes, started)
	return nil
}

// difference renders, and compares the result with the disk.
func difference(fsys fs.FS, out *tree.Output, apps []string) (*rendering, tree.Changes, error) {
	r, err := render(fsys, time.Now(), apps...)
	if err != nil {
		return nil, tree.Changes{}, err
	}
	if len(apps) > 0 {
		r.keep(apps)
	}
	changes, err := out.Diff(r.files)
	return r, changes, err
}

// keep drops every file that is not one of the apps'. What the apps share depends on those that were not read.
func (r *rendering) keep(apps []string) {
	for name := range r.files {
		if !strings.Contains(name, "/apps/") || !slices.Contains(apps, path.Base(path.Dir(name))) {
			delete(r.files, name)
		}
	}
}

// openRepository opens the working directory, which must be the root of the repository.
func openRepository() (*os.Root, error) {
	if _, err := os.Stat("clusters"); err != nil {
		return nil, errors.New("no clusters/ here: run this from the root of the repository")
	}
	return os.OpenRoot(".")
}

// openOutput opens the output folders, or those of the named apps alone.
func openOutput(fsys fs.FS, apps []string) (*tree.Output, error) {
	if len(apps) == 0 {
		return tree.Open(".", outputs...)
	}
	var folders []string
	for _, app := range apps {
		if _, err := fs.Stat(fsys, path.Join("apps", app)); err != nil {
			return nil, usageError{fmt.Errorf("no such app %q%s", app, input.Hint(app, appNames(fsys)))}
		}
		found, err := fs.Glob(fsys, "rendered/*/*/apps/*")
		if err != nil {
			return nil, err
		}
		for _, folder := range found {
			folders = append(folders, path.Join(folder, app))
		}
	}
	return tree.Open(".", folders...)
}

func appNames(fsys fs.FS) []string {
	entries, _ := fs.ReadDir(fsys, "apps") // without names there is just no hint
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
