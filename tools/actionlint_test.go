package tools_test

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestActionlint has every workflow read by actionlint, and its scripts by shellcheck where there is one.
func TestActionlint(t *testing.T) {
	for _, path := range glob(t, "../.github/workflows/*") {
		if complaint, ok := actionlint(t, read(t, path)); !ok {
			t.Errorf("%s: %s", path, complaint)
		}
	}
}

func TestActionlintFindsFault(t *testing.T) {
	text := read(t, "../.github/workflows/build.yaml")
	for _, spoilt := range []struct{ old, new, fault string }{
		{"needs: build\n", "needs: compile\n", "[job-needs]"},
		{"needs.build.outputs.digest", "needs.build.outputs.hash", "[expression]"},
		{"driver-opts:", "driver-options:", "[action]"},
		{"timeout-minutes:", "timeout:", "[syntax-check]"},
	} {
		if !strings.Contains(text, spoilt.old) {
			t.Fatalf("build.yaml does not say %q", spoilt.old)
		}
		complaint, ok := actionlint(t, strings.Replace(text, spoilt.old, spoilt.new, 1))
		if ok || !strings.Contains(complaint, spoilt.fault) {
			t.Errorf("%s passed as %s: %s", spoilt.old, spoilt.new, complaint)
		}
	}
}

// TestShellcheckFindsFault proves that scripts are read as well, where shellcheck is there to read them.
func TestShellcheckFindsFault(t *testing.T) {
	path, err := exec.LookPath("shellcheck")
	if err != nil {
		t.Log("scripts of workflows are not judged here: install shellcheck")
		return
	}
	t.Logf("scripts of workflows are judged by %s", path)
	text := read(t, "../.github/workflows/build.yaml")
	complaint, ok := actionlint(t, strings.Replace(text, `--input image`, `--input $IMAGE`, 1))
	if ok || !strings.Contains(complaint, "SC2086") {
		t.Errorf("a word without quotes passed: %s", complaint)
	}
}

var commit = regexp.MustCompile(`@[0-9a-f]{40} # (v\d+)\.\S+`)

// actionlint returns what actionlint says of the text of a workflow. It knows the inputs and outputs of actions by their
// major version, so it reads that in place of the commit. It has no configuration, and asks no network.
func actionlint(t *testing.T, text string) (complaint string, ok bool) {
	t.Helper()
	program := build(t, ".", "actionlint")
	cmd := exec.Command(program, "-no-color", "-oneline", "-pyflakes=", "-stdin-filename", filepath.Join(".github", "workflows", "workflow.yaml"), "-")
	cmd.Stdin = strings.NewReader(commit.ReplaceAllString(text, "@$1"))
	out, complaint, ok := ask(t, cmd)
	return string(out) + complaint, ok
}
