// Package config turns the input files of a repository into Go values. It checks each file by itself; what spans files
// is package plan's.
package config

import (
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"

	"github.com/example/fastapi-gitops/generator/input"
	"golang.org/x/sync/errgroup"
)

// Sources are the input files of a repository, parsed but not yet decoded.
type Sources struct {
	Documents map[string]*input.Document   // by path; nil for a file that is missing or could not be parsed
	Patches   map[string][]*input.Document // by path
	Apps      []string                     // every app of the repository, whether its files were read or not
}

// Read reads the inputs of a repository: those of the named apps only, or of every app when none is named.
// The error is input.Problems.
func Read(fsys fs.FS, apps ...string) (*Sources, error) {
	found, problems := find(fsys, apps)
	sources := &Sources{Documents: map[string]*input.Document{}, Patches: map[string][]*input.Document{}, Apps: found.apps}
	for _, name := range found.missing {
		sources.Documents[name] = nil
	}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for chunk := range slices.Chunk(found.files, 64) {
		group.Go(func() error {
			for _, name := range chunk {
				add, err := readOne(fsys, name)
				mu.Lock()
				add(sources)
				if err != nil {
					problems = append(problems, asProblems(name, err)...)
				}
				mu.Unlock()
			}
			return nil
		})
	}
	_ = group.Wait() // each error is already a problem
	return sources, problems.Err()
}

// readOne reads a file and returns how to add it to the sources.
func readOne(fsys fs.FS, name string) (add func(*Sources), err error) {
	if path.Base(path.Dir(name)) == "patches" {
		patch, err := input.ReadAll(fsys, name)
		return func(s *Sources) { s.Patches[name] = patch }, err
	}
	document, err := input.Read(fsys, name)
	return func(s *Sources) { s.Documents[name] = document }, err
}

func asProblems(name string, err error) input.Problems {
	var problems input.Problems
	if errors.As(err, &problems) {
		return problems
	}
	return input.Problems{{Position: input.Position{File: name}, Message: err.Error()}}
}
