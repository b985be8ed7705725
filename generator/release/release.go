// Package release changes which image an app runs in an environment, by edits of versions.yaml that leave everything else
// of the file as it is. It writes nothing by itself: what an edit renders to is to be checked first.
package release

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
)

// Release is the images of some apps in one environment, as edits of versions.yaml.
type Release struct {
	Files []File   // that change, in the order of the apps
	Notes []string // what a person should know, one a line
}

// File is a versions.yaml as it will be.
type File struct {
	Path string // slash-separated, from the root of the repository
	Body []byte
	New  bool
}

// ArgumentError is wrong with what was asked for, one line or more for each mistake. Other errors are wrong with the
// repository.
type ArgumentError struct{ error }

// New plans the edits for images in an environment. The inputs need not agree with each other: an image may be just what
// they lack. An app or environment that there is not, and an environment that no cluster hosts, is an ArgumentError.
func New(fsys fs.FS, environment string, images []Image) (*Release, error) {
	apps := make([]string, len(images))
	for i := range images {
		apps[i] = images[i].App
	}
	inputs, err := read(fsys, apps)
	if err != nil {
		return nil, err
	}
	draft, err := draft(inputs, apps)
	if err != nil {
		return nil, err
	}
	if err := check(inputs, draft, environment, apps); err != nil {
		return nil, ArgumentError{err}
	}
	var order []string
	for _, e := range draft.Environments {
		order = append(order, e.Name)
	}
	r := &Release{}
	for _, image := range images {
		if err := r.add(fsys, appOf(inputs, image.App), environment, image.Image, order); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// read reads the inputs with no more apps than those named.
func read(fsys fs.FS, apps []string) (*config.Inputs, error) {
	sources, err := config.Read(fsys, apps...)
	unread, _ := errors.AsType[input.Problems](err)
	inputs, problems := sources.Decode()
	return inputs, slices.Concat(unread, problems).Err()
}

func fileOf(app string) string { return path.Join("apps", app, "versions.yaml") }

func appOf(inputs *config.Inputs, name string) *config.App {
	return &inputs.Apps[slices.IndexFunc(inputs.Apps, func(a config.App) bool { return a.Name == name })]
}

// add plans the edit for one app.
func (r *Release) add(fsys fs.FS, app *config.App, environment string, image config.Image, order []string) error {
	file := File{Path: fileOf(app.Name), New: app.Versions.Document == nil}
	before, err := fs.ReadFile(fsys, file.Path)
	if err != nil && !file.New {
		return err
	}
	file.Body, err = Set(file.Path, before, environment, image, order)
	if err != nil {
		return err
	}
	r.Notes = append(r.Notes, notes(app, environment, image)...)
	if !bytes.Equal(before, file.Body) {
		r.Files = append(r.Files, file)
	}
	return nil
}
