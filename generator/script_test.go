package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"generator": func() { os.Exit(run(context.Background(), os.Args[1:])) },
	})
}

// TestScripts runs each behaviour in testdata/script, one a file. The command `inputs` copies the committed inputs into
// the script's directory; what the script brings beside it comes on top.
func TestScripts(t *testing.T) {
	committed, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"inputs": func(ts *testscript.TestScript, _ bool, _ []string) {
				for _, folder := range []string{"clusters", "environments", "apps"} {
					ts.Check(copyMissing(filepath.Join(committed, folder), ts.MkAbs(folder)))
				}
			},
		},
	})
}

// copyMissing copies the files of a folder that are not there yet.
func copyMissing(from, to string) error {
	return filepath.WalkDir(from, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if _, err := os.Lstat(target); err == nil {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}
