package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"generator": main,
		"aws":       provisiontest.AWS, // where a script brings none
		"eksctl":    provisiontest.Eksctl,
	})
}

// TestScripts runs each behaviour in testdata/script, one a file. What a script brings beside it is its directory.
//
// Two commands are ours. `inputs` copies the committed inputs to where the script has no file of its own, and further
// folders that it names. `changes PATTERN` looks at the files that the last run reported: there is one, and all match.
func TestScripts(t *testing.T) {
	committed, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"inputs": func(ts *testscript.TestScript, _ bool, more []string) {
				for _, folder := range append([]string{"clusters", "environments", "apps"}, more...) {
					ts.Check(copyMissing(filepath.Join(committed, folder), ts.MkAbs(folder)))
				}
			},
			"changes": func(ts *testscript.TestScript, _ bool, args []string) {
				pattern := regexp.MustCompile(args[0])
				changed := regexp.MustCompile(`(?m)^[-+~] .*$`).FindAllString(ts.ReadFile("stdout"), -1)
				if len(changed) == 0 {
					ts.Fatalf("nothing changed")
				}
				for _, line := range changed {
					if !pattern.MatchString(line) {
						ts.Fatalf("%s does not match %s", line, pattern)
					}
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
