package release

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
)

// Write puts the files into the repository, each whole at every moment: it renames a new file over the old one. When it is
// interrupted, or one fails, those before are written: write them first and what they render to afterwards, so that the
// next render makes up for the rest.
func (r *Release) Write(repository *os.Root) error {
	for _, file := range r.Files {
		if err := file.write(repository); err != nil {
			return err
		}
	}
	return nil
}

// write syncs before it renames, since no later run can make up for an input that a power cut tore. The temporary file has
// one name, so that what a killed run leaves is what the next one replaces; the lock of the repository keeps two apart.
func (f File) write(repository *os.Root) error {
	temporary := path.Join(path.Dir(f.Path), ".versions.yaml.tmp")
	if err := repository.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := repository.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(f.Body)
	if err = cmp.Or(err, file.Sync(), file.Close()); err == nil {
		err = repository.Rename(temporary, f.Path)
	}
	if err != nil {
		_ = repository.Remove(temporary) // the first error is the one to report
	}
	return err
}
