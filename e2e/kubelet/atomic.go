package kubelet

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// file is one file of a volume of files.
type file struct {
	data string
	mode fs.FileMode
}

// current is the name of the link that makes a change of a volume atomic: what
// its user sees are links through it, as in the kubelet's AtomicWriter.
const current = "..data"

// writeVolume makes dir hold exactly files, by path. group owns them unless it
// is negative. The volume changes for its user at one moment.
func writeVolume(dir string, files map[string]file, group int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	version, err := os.MkdirTemp(dir, "..")
	if err != nil {
		return err
	}
	if err := os.Chmod(version, 0o755); err != nil {
		return err
	}
	tops := map[string]bool{}
	for path, f := range files {
		if err := writeFile(filepath.Join(version, path), f, group); err != nil {
			return err
		}
		top, _, _ := strings.Cut(path, "/")
		tops[top] = true
	}
	old, _ := os.Readlink(filepath.Join(dir, current)) // none the first time
	next := filepath.Join(dir, current+"_tmp")
	if err := os.Symlink(filepath.Base(version), next); err != nil {
		return err
	}
	if err := os.Rename(next, filepath.Join(dir, current)); err != nil {
		return err
	}
	if err := link(dir, tops); err != nil {
		return err
	}
	if old == "" {
		return nil
	}
	return os.RemoveAll(filepath.Join(dir, old))
}

func writeFile(path string, f file, group int) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, []byte(f.data), f.mode); err != nil {
		return err
	}
	mode := f.mode
	if group >= 0 {
		mode |= 0o440
		if err := os.Chown(path, -1, group); err != nil {
			return err
		}
	}
	return os.Chmod(path, mode)
}

// link makes one link for each name at the top of the volume and removes those
// of names that are gone.
func link(dir string, tops map[string]bool) error {
	for top := range tops {
		err := os.Symlink(filepath.Join(current, top), filepath.Join(dir, top))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); !tops[name] && !strings.HasPrefix(name, "..") {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	return nil
}
