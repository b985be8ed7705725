// Package scaffold makes new input files that render as they are: an app, an environment or a cluster is one file, and
// no other has to change for it.
package scaffold

import (
	"cmp"
	"encoding"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
)

// File is a new input file.
type File struct {
	Path string // slash-separated, from the root of the repository
	Body string
}

// ArgumentError is wrong with what was asked for. Other errors are wrong with the repository.
type ArgumentError struct{ error }

// Create writes the file, and its directory where that is missing. It never replaces a file.
func (f File) Create(repository *os.Root) error {
	if err := repository.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
		return err
	}
	file, err := repository.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return alreadyExists(f.Path)
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(f.Body)
	return cmp.Or(err, file.Close())
}

func alreadyExists(name string) error { return fmt.Errorf("%s already exists", name) }

// repository is what a new file must fit into.
type repository struct {
	sources *config.Sources
	inputs  *config.Inputs
}

// read reads the inputs around a new file. A file that is missing only because it is yet to be made is no problem.
func read(fsys fs.FS, missing ...string) (*repository, error) {
	sources, err := config.Read(fsys)
	inputs, problems := sources.Decode()
	var unread input.Problems
	if err != nil && !errors.As(err, &unread) {
		return nil, err
	}
	problems = slices.DeleteFunc(slices.Concat(unread, problems), func(p input.Problem) bool {
		return p.Line == 0 && slices.Contains(missing, p.File)
	})
	return &repository{sources, inputs}, problems.Err()
}

// accept returns the file if the inputs have no problem together with it. A problem of the file itself comes from what was
// asked for: there is no file yet to look into.
func (r *repository) accept(file File) (File, error) {
	if r.sources.Documents[file.Path] != nil {
		return File{}, alreadyExists(file.Path)
	}
	document, err := input.Parse(file.Path, []byte(file.Body))
	if err != nil {
		return File{}, err
	}
	r.sources.Documents[file.Path] = document
	inputs, problems := r.sources.Decode()
	_, unresolved := plan.Resolve(inputs)
	problems = append(problems, unresolved...)
	if i := slices.IndexFunc(problems, func(p input.Problem) bool { return p.File == file.Path }); i >= 0 {
		return File{}, ArgumentError{errors.New(problems[i].Message)}
	}
	return file, problems.Err()
}

// valid checks what was asked for by the rules of the inputs.
func valid(text string, as encoding.TextUnmarshaler) error {
	if err := as.UnmarshalText([]byte(text)); err != nil {
		return ArgumentError{err}
	}
	return nil
}

// scalar is a text as YAML, in quotes where it could be taken for something else.
func scalar(text string) string {
	quoted, _ := yaml.Marshal(text) // a string always has a form
	return strings.TrimSuffix(string(quoted), "\n")
}
