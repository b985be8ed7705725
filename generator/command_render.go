package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/spf13/cobra"
)

// outputs are the folders that the generator owns.
var outputs = []string{"rendered", "eksctl"}

// renderCommand renders the repository around it and writes what changed.
func renderCommand(cmd *cobra.Command, apps []string) error {
	started := time.Now()
	return locked(cmd, func(repository *os.Root, out *tree.Output) error {
		if err := knownApps(repository.FS(), apps); err != nil {
			return err
		}
		r, err := render(repository.FS(), started, apps...)
		if err != nil {
			return err
		}
		if len(apps) > 0 {
			r.keep(apps)
			if out, err = tree.Open(".", r.folders(apps)...); err != nil {
				return err
			}
			defer out.Close()
		}
		changes, err := out.Diff(r.files)
		if err != nil {
			return err
		}
		if err := out.Apply(cmd.Context(), changes); err != nil {
			return err
		}
		report(cmd.OutOrStdout(), r, changes, started)
		return nil
	})
}

// locked works on the repository and its output while no other run does.
func locked(cmd *cobra.Command, work func(*os.Root, *tree.Output) error) error {
	repository, err := openRepository()
	if err != nil {
		return err
	}
	defer repository.Close()
	out, err := tree.Open(".", outputs...)
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
	return work(repository, out)
}

// knownApps refuses names of apps that there are not.
func knownApps(fsys fs.FS, apps []string) error {
	names := appNames(fsys)
	for _, app := range apps {
		if !slices.Contains(names, app) {
			return usageError{fmt.Errorf("no such app %q%s", app, input.Hint(app, names))}
		}
	}
	return nil
}

// keep drops every file that is not one of the apps'. What the apps share depends on those that were not read.
func (r *rendering) keep(apps []string) {
	for name := range r.files {
		if app, ok := plan.AppOf(name); !ok || !slices.Contains(apps, app) {
			delete(r.files, name)
		}
	}
}

// folders are those of the apps on every cluster, whether they are deployed there or not any more.
func (r *rendering) folders(apps []string) []string {
	var folders []string
	for _, fleet := range r.plan.Fleets {
		for _, cluster := range fleet.Clusters {
			for _, n := range cluster.Namespaces {
				for _, app := range apps {
					folders = append(folders, path.Join(cluster.Dir(), "apps", n.Name(), app))
				}
			}
		}
	}
	return folders
}

// openRepository opens the working directory, which must be the root of the repository.
func openRepository() (*os.Root, error) {
	if _, err := os.Stat("clusters"); err != nil {
		return nil, errors.New("no clusters/ here: run this from the root of the repository")
	}
	return os.OpenRoot(".")
}

func appNames(fsys fs.FS) []string {
	entries, _ := fs.ReadDir(fsys, "apps") // without names there is just no hint
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
