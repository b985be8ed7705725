// Package input reads the small YAML files that people write. It is strict, because a misspelt field that is ignored is
// a surprise in a cluster, and it trusts nothing, because a pull request from anyone is rendered before it is reviewed.
// Every problem names its file, line and column.
package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// MaxSize is the largest input file, in bytes. People write files a hundredth of this.
const MaxSize = 256 << 10

// Read reads and parses one file. The error is Problems.
//
// Symbolic links are refused in every part of the path when fsys can tell (fs.ReadLinkFS), and so is anything that is
// not a regular file: opening a pipe would wait for ever.
func Read(fsys fs.FS, path string) (*Document, error) {
	data, err := load(fsys, path)
	if err != nil {
		return nil, err
	}
	return Parse(path, data)
}

// load returns the content of a file that may be an input. The error is Problems.
func load(fsys fs.FS, path string) ([]byte, error) {
	err := regular(fsys, path)
	if err == nil {
		var data []byte
		if data, err = contents(fsys, path); err == nil {
			return data, nil
		}
	}
	return nil, Problems{{Position: Position{File: path}, Message: message(err)}}
}

// regular accepts a regular file of a bearable size below directories that are no links.
func regular(fsys fs.FS, path string) error {
	if !fs.ValidPath(path) {
		return errors.New("path leads out of the tree or is not in its shortest form")
	}
	for i, c := range path {
		if c != '/' {
			continue
		}
		if info, err := fs.Lstat(fsys, path[:i]); err != nil {
			return err
		} else if info.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("directory %s is a symbolic link, which inputs must not be", path[:i])
		}
	}
	info, err := fs.Lstat(fsys, path)
	if err != nil {
		return err
	}
	return acceptable(info)
}

func acceptable(info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return errors.New("file is a symbolic link, which inputs must not be")
	case info.IsDir():
		return errors.New("expected a file, found a directory")
	case !info.Mode().IsRegular():
		return errors.New("not a regular file")
	case info.Size() > MaxSize:
		return errTooLarge
	}
	return nil
}

var errTooLarge = fmt.Errorf("file is larger than %d KiB, the most an input may have", MaxSize>>10)

// contents reads one byte more than allowed at most, so that a file that grew after it was looked at is still refused.
func contents(fsys fs.FS, path string) ([]byte, error) {
	file, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, MaxSize+1))
}

// message drops the operation and path that package fs puts before the reason: a Problem has the path already.
func message(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "file does not exist" // the system's own words differ between platforms
	}
	return strings.TrimSpace(err.Error())
}
