package main

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestInvalid renders each fixture of testdata/invalid: the files of the archive over the committed inputs. The
// archive's comment is the whole error, line by line; lines that start with # explain.
func TestInvalid(t *testing.T) {
	forFixtures(t, "invalid", 65, wantProblems)
}

// wantProblems renders inputs whose problems are those, line by line.
func wantProblems(t *testing.T, inputs fs.FS, want string) {
	t.Helper()
	_, err := render(inputs, day)
	if err == nil {
		t.Fatal("rendered without an error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error differs (-want +got):\n%s", diff)
	}
}

// TestValid renders each fixture of testdata/valid without an error. Each line of the comment is about a file of the
// result: `path: text` has the text, `path!: text` has not, `path` is there, and `!path` is not.
func TestValid(t *testing.T) {
	forFixtures(t, "valid", 22, func(t *testing.T, inputs fs.FS, comment string) {
		r, err := render(inputs, day)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(comment, "\n") {
			path, text, _ := strings.Cut(line, ": ")
			path, absent := strings.CutPrefix(path, "!")
			path, without := strings.CutSuffix(path, "!")
			switch body, there := r.files[path]; {
			case there == absent:
				t.Errorf("%s: there %t, want %t", path, there, !absent)
			case text != "" && strings.Contains(string(body), text) == without:
				t.Errorf("%s: has %q %t, want %t:\n%s", path, text, without, !without, body)
			}
		}
	})
}

// forFixtures runs a test for each archive of a folder, of which there are at least so many. An archive's files come over
// the committed inputs; an empty file of the archive takes the committed one away.
func forFixtures(t *testing.T, folder string, atLeast int, test func(t *testing.T, inputs fs.FS, comment string)) {
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(names) < atLeast {
		t.Fatalf("%d fixtures, want at least %d (%v)", len(names), atLeast, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			inputs := inputsOf(t)
			for _, file := range archive.Files {
				inputs[file.Name] = &fstest.MapFile{Data: file.Data}
				if len(file.Data) == 0 {
					delete(inputs, file.Name)
				}
			}
			test(t, inputs, withoutRemarks(string(archive.Comment)))
		})
	}
}

func withoutRemarks(comment string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(comment), "\n") {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
