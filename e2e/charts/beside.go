package charts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// linkerdCRDs is a chart of Linkerd's CRDs.
func linkerdCRDs(Modules) (Source, error) { return besides(linkerdVersion, linkerdKinds, "crds") }

// ackSource is the chart of all controllers of AWS.
func ackSource(Modules) (Source, error) { return besides("", ackKinds, "objects", "ack-chart") }

// besides is a chart with kinds of which no module carries the CRDs, and folders of ours: the real ones where they stand beside
// the project, else what our own types know of them. Others of the same programs, which do not run here, are left out.
func besides(version string, kinds []kind, folders ...string) (Source, error) {
	files, err := ours(folders...)
	if err != nil {
		return Source{}, err
	}
	dir, err := schemas()
	if err != nil {
		return Source{}, err
	}
	found := map[string][]byte{}
	for _, k := range kinds {
		for _, name := range []string{k.plural + "." + k.version.Group, k.version.Group + "_" + k.plural} {
			if err := add(found, os.DirFS(dir), name+".yaml"); err != nil {
				return Source{}, err
			}
		}
	}
	if len(found) < len(kinds) {
		if found, err = derived(kinds); err != nil {
			return Source{}, err
		}
	}
	for name, crd := range found {
		files[path.Join(definitions, name)] = crd
	}
	return Source{AppVersion: version, Files: files}, nil
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
