package config

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
)

// files are the paths of the inputs.
type files struct {
	files   []string
	missing []string
	apps    []string
}

// find lists the input files. What cannot be an input but looks like one is a problem, so that a misnamed file is not
// silently left out.
func find(fsys fs.FS, only []string) (files, input.Problems) {
	w := walker{fsys: fsys}
	for _, fleet := range w.directories("clusters") {
		dir := path.Join("clusters", fleet)
		w.require(path.Join(dir, "fleet.yaml"), "every fleet has one: it names the repository, the domain and the hub")
		for _, file := range w.yamlFiles(dir) {
			w.add(path.Join(dir, file))
		}
	}
	for _, file := range w.yamlFiles("environments") {
		w.add(path.Join("environments", file))
	}
	apps := w.directories("apps")
	for _, app := range apps {
		if len(only) == 0 || slices.Contains(only, app) {
			w.app(path.Join("apps", app))
		}
	}
	return files{files: w.found, missing: w.missing, apps: apps}, w.problems
}

type walker struct {
	fsys     fs.FS
	found    []string
	missing  []string
	problems input.Problems
}

func (w *walker) app(dir string) {
	w.require(path.Join(dir, "app.yaml"), "every app has one: at least it names the team")
	for _, file := range w.yamlFiles(dir, patches) {
		if file != "app.yaml" && file != "versions.yaml" {
			w.problem(path.Join(dir, file), "unknown file (an app has app.yaml, versions.yaml and patches/<environment>.yaml)")
			continue
		}
		w.add(path.Join(dir, file))
	}
	for _, file := range w.yamlFiles(path.Join(dir, patches)) {
		w.add(path.Join(dir, patches, file))
	}
}

// patches is the one directory that an app may have.
const patches = "patches"

func (w *walker) add(name string) { w.found = append(w.found, name) }

func (w *walker) problem(name, message string) {
	w.problems = append(w.problems, input.Problem{Position: input.Position{File: name}, Message: message})
}

// require reports a file that is missing.
func (w *walker) require(name, why string) {
	if _, err := fs.Lstat(w.fsys, name); err != nil {
		w.problem(name, "file is missing: "+why)
		w.missing = append(w.missing, name)
	}
}

// entries of a directory; a missing one has none.
func (w *walker) entries(dir string) []fs.DirEntry {
	switch info, err := fs.Lstat(w.fsys, dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && !info.IsDir():
		w.problem(dir, "expected a directory, found a file or a symbolic link")
		return nil
	}
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.problem(dir, err.Error())
	}
	return entries
}

// directories below dir whose names can name a fleet or an app.
func (w *walker) directories(dir string) []string {
	var names []string
	for _, entry := range w.entries(dir) {
		full := path.Join(dir, entry.Name())
		switch {
		case entry.Type()&fs.ModeSymlink != 0:
			w.problem(full, "symbolic link: inputs are plain files and directories")
		case entry.IsDir():
			if w.named(full, entry.Name()) {
				names = append(names, entry.Name())
			}
		case isYAML(entry.Name()):
			w.problem(full, "unknown file: expected a directory for each name below "+dir+"/")
		}
	}
	return names
}

// yamlFiles are the inputs directly in dir, which holds no directories but the known ones. A directory with the name of an
// input is for the reader to refuse.
func (w *walker) yamlFiles(dir string, known ...string) []string {
	var names []string
	for _, entry := range w.entries(dir) {
		full := path.Join(dir, entry.Name())
		switch stem, ok := strings.CutSuffix(entry.Name(), ".yaml"); {
		case entry.IsDir() && !ok && !slices.Contains(known, entry.Name()):
			w.problem(full, "unknown directory"+input.Hint(entry.Name(), known))
		case !isYAML(entry.Name()):
		case !ok:
			w.problem(full, "unknown file: inputs end in .yaml")
		case w.named(full, stem):
			names = append(names, entry.Name())
		}
	}
	return names
}

func (w *walker) named(full, name string) bool {
	var label Name
	if err := label.UnmarshalText([]byte(name)); err != nil {
		w.problem(full, err.Error())
		return false
	}
	return true
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}
