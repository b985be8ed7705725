package release

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Over is a repository as it will be once the files are written, for reading the inputs.
func (r *Release) Over(fsys fs.FS) fs.FS {
	bodies := map[string][]byte{}
	for _, file := range r.Files {
		bodies[file.Path] = file.Body
	}
	return written{fsys, bodies}
}

// written is a file system with other contents of some files. It tells symbolic links where the one below does.
type written struct {
	fs.FS
	bodies map[string][]byte
}

func (w written) Open(name string) (fs.File, error) {
	if body, ok := w.bodies[name]; ok {
		return opened{bytes.NewReader(body), describe(name, body)}, nil
	}
	return w.FS.Open(name)
}

func (w written) Lstat(name string) (fs.FileInfo, error) {
	if body, ok := w.bodies[name]; ok {
		return describe(name, body), nil
	}
	return fs.Lstat(w.FS, name)
}

func (w written) ReadLink(name string) (string, error) { return fs.ReadLink(w.FS, name) }

func (w written) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(w.FS, dir)
	for name, body := range w.bodies {
		if path.Dir(name) != dir {
			continue
		}
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(name) })
		entries = append(entries, fs.FileInfoToDirEntry(describe(name, body)))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// opened is a file in memory.
type opened struct {
	content *bytes.Reader
	info    info
}

func (o opened) Read(into []byte) (int, error) { return o.content.Read(into) }
func (o opened) Stat() (fs.FileInfo, error)    { return o.info, nil }
func (o opened) Close() error                  { return nil }

// info describes a plain file.
type info struct {
	name string
	size int // bytes
}

func describe(name string, body []byte) info { return info{path.Base(name), len(body)} }

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return int64(i.size) }
func (i info) Mode() fs.FileMode  { return 0o644 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
