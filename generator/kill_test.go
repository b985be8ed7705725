//go:build unix

package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/example/fastapi-gitops/generator/tree"
)

// TestKilledProgram kills the whole program as soon as a file drawn by lot is there: no file is torn, and the next run
// makes the rest, down to the last byte.
func TestKilledProgram(t *testing.T) {
	const seed, apps, rounds = 1, 40, 3
	inputs := inputsWith(t, apps)
	want, err := render(inputs, day)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(seed, seed))
	inTheMiddle := 0
	for range rounds {
		repository := t.TempDir()
		if err := os.CopyFS(repository, inputs); err != nil {
			t.Fatal(err)
		}
		killOnceThere(t, repository, paths(want.files)[random.IntN(len(want.files))])
		if left := missing(t, repository, want.files); left > 0 {
			inTheMiddle++
			t.Logf("killed with %d of %d files to go", left, len(want.files))
		}
		if out, err := program(repository).CombinedOutput(); err != nil {
			t.Fatalf("next run: %v\n%s", err, out)
		}
		if left := missing(t, repository, want.files); left > 0 {
			t.Errorf("next run left out %d files", left)
		}
	}
	if inTheMiddle == 0 {
		t.Error("no run was killed in the middle of writing")
	}
}

// inputsWith are the committed inputs with so many more apps.
func inputsWith(t *testing.T, apps int) fstest.MapFS {
	inputs := inputsOf(t)
	for i := range apps {
		dir := fmt.Sprintf("apps/app-%03d/", i)
		inputs[dir+"app.yaml"] = &fstest.MapFile{Data: []byte("team: shop\n")}
		inputs[dir+"versions.yaml"] = inputs["apps/fastapi-hello/versions.yaml"]
	}
	for name := range inputs {
		if filepath.Dir(name) == "environments" {
			inputs[name] = &fstest.MapFile{Data: quotas.ReplaceAll(inputs[name].Data, []byte("quota: {cpu: 10k, memory: 10Ti, storage: 10Ti, pods: 10000}"))}
		}
	}
	return inputs
}

// quotas are the room for apps in an environment.
var quotas = regexp.MustCompile(`(?m)^quota: .*$`)

func paths(files tree.Tree) []string { return slices.Sorted(maps.Keys(files)) }

// program is the test binary in the part of the generator (see TestMain).
func program(repository string) *exec.Cmd {
	executable, _ := os.Executable() // a test always knows its own
	return &exec.Cmd{Path: executable, Args: []string{"generator"}, Dir: repository}
}

func killOnceThere(t *testing.T, repository, file string) {
	t.Helper()
	run := program(repository)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if _, err := os.Lstat(filepath.Join(repository, file)); err == nil {
			break
		}
	}
	if err := run.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = run.Wait() // killed, or done just before
}

// missing counts the wanted files that are not there; those that are must be whole.
func missing(t *testing.T, repository string, want tree.Tree) (count int) {
	t.Helper()
	for _, name := range paths(want) {
		got, err := os.ReadFile(filepath.Join(repository, name))
		if os.IsNotExist(err) {
			count++
			continue
		}
		if err != nil || !bytes.Equal(got, slices.Concat([]byte(tree.Header), want[name])) {
			t.Errorf("%s is not whole: %v\n%s", name, err, got)
		}
	}
	return count
}
