package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestImageOfEnvironment deploys a new image to each environment of the committed repository: of the whole tree the
// Deployments of that app in that environment change, each in the line of its image, and versions.yaml in one line.
func TestImageOfEnvironment(t *testing.T) {
	const app, image = "fastapi-hello", "111122223333.dkr.ecr.ap-south-1.amazonaws.com/fastapi-hello:9.9.9" +
		"@sha256:7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c7c"
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	for _, environment := range r.plan.Environments {
		t.Run(environment.Name, func(t *testing.T) {
			t.Chdir(checkout(t))
			generator(t) // a stale tree is for TestGolden to find
			before := contentsHere(t)
			out := generator(t, "image", app+"="+image, "--env", environment.Name)
			changed := []string{path.Join("apps", app, "versions.yaml")}
			for _, f := range r.plan.Fleets {
				for _, c := range f.Clusters {
					for _, n := range c.Namespaces {
						if n.Environment == environment {
							changed = append(changed, path.Join(c.Dir(), "apps", n.Name(), app, "deployment-"+app+".yaml"))
						}
					}
				}
			}
			wantChanged(t, before, contentsHere(t), changed, image)
			for _, name := range changed {
				if !strings.Contains(out, "~ "+name+"\n") {
					t.Errorf("the summary does not list %s:\n%s", name, out)
				}
			}
			generator(t, "check")
		})
	}
}

// checkout is a copy of the committed inputs and of the tree.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range append([]string{"clusters", "environments", "apps"}, outputs...) {
		if _, err := os.Stat(path.Join(repository, folder)); os.IsNotExist(err) {
			continue
		}
		if err := os.CopyFS(path.Join(dir, folder), os.DirFS(path.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// generator runs a command that is to succeed and returns what it prints.
func generator(t *testing.T, args ...string) string {
	t.Helper()
	var out, wrong bytes.Buffer
	command := root()
	command.SetArgs(args)
	command.SetOut(&out)
	command.SetErr(&wrong)
	if err := command.ExecuteContext(context.Background()); err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(args, " "), err, &out, &wrong)
	}
	return out.String()
}

// contentsHere are the lines of every file of the working directory.
func contentsHere(t *testing.T) map[string][]string {
	t.Helper()
	contents := map[string][]string{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		contents[name] = strings.Split(string(data), "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return contents
}

// wantChanged wants one other line in each of the changed files, which has the image, and everything else as before.
func wantChanged(t *testing.T, before, after map[string][]string, changed []string, image string) {
	t.Helper()
	for _, name := range changed {
		at := slices.IndexFunc(after[name], func(line string) bool { return strings.HasSuffix(line, image) })
		if at < 0 || at >= len(before[name]) || before[name][at] == after[name][at] {
			t.Errorf("%s: no line has changed to the image", name)
			continue
		}
		before[name][at] = after[name][at]
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("more changed: -before +after\n%s", diff)
	}
}
