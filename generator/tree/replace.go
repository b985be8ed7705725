package tree

import (
	"cmp"
	"crypto/rand"
	"os"
	"regexp"
)

// replace puts Header and body under a name, whole at every moment: it writes a temporary file and renames it.
//
// It does not sync. A kill cannot tear a file, only a power cut can, and since Diff compares content the next run repairs
// that too.
func replace(folder *os.Root, name string, body []byte) error {
	temporary := temporaryName()
	file, err := folder.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	err = cmp.Or(writeContent(file, body), file.Close())
	if err == nil {
		err = folder.Rename(temporary, name)
	}
	if err != nil {
		folder.Remove(temporary) // the first error is the one to report; a later run removes what stays
	}
	return err
}

// writeContent writes Header and body in one call of the system.
func writeContent(file *os.File, body []byte) error {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	*buffer = append(append((*buffer)[:0], Header...), body...)
	_, err := file.Write(*buffer)
	return err
}

var temporary = regexp.MustCompile(`^\.render-[A-Z2-7]{26}\.tmp$`)

// temporaryName returns a name that no other run uses, not even one that holds no lock. It leaves out the name of the
// target, which may already be as long as the file system allows.
func temporaryName() string { return ".render-" + rand.Text() + ".tmp" }

// isTemporary recognises what a killed run left behind.
func isTemporary(name string) bool { return temporary.MatchString(name) }
