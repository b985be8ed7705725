package charts

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
)

// linkerdCRDs is a chart of Linkerd's CRDs, which no module carries: the real ones where they stand beside the project, else
// what our own types know of them.
func linkerdCRDs(Modules) (Source, error) {
	files, err := ours("crds")
	if err != nil {
		return Source{}, err
	}
	beside, err := schemas()
	if err != nil {
		return Source{}, err
	}
	found := map[string][]byte{}
	if err := add(found, os.DirFS(beside), "*.linkerd.io.yaml"); err != nil {
		return Source{}, err
	}
	if len(found) == 0 {
		if found, err = derived(); err != nil {
			return Source{}, err
		}
	}
	for name, crd := range found {
		files[path.Join(definitions, name)] = crd
	}
	return Source{AppVersion: linkerdVersion, Files: files}, nil
}

// schemas is the folder beside the project that has CRDs which no module carries; it need not be there.
func schemas() (string, error) {
	dir, err := filepath.Abs(".")
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		_, err := os.Stat(filepath.Join(dir, "e2e", "go.mod"))
		switch {
		case err == nil:
			return filepath.Join(filepath.Dir(dir), "shared", "schemas", "crds"), nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		case dir == filepath.Dir(dir):
			return "", fmt.Errorf("the working directory is outside of the project")
		}
	}
}

// rolloutsSource has the CRDs of the module; the rights are the tree's own.
func rolloutsSource(modules Modules) (Source, error) {
	source, err := withCRDs(modules, argoRollouts, "manifests/crds/*-crd.yaml")
	if err != nil {
		return Source{}, err
	}
	files, err := ours("objects", "argo-rollouts")
	maps.Copy(source.Files, files)
	return source, err
}
