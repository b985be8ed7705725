// Package git serves bare repositories over smart HTTP, as a hosting service does: private, by name and password, with a
// hook for every change of a branch.
package git

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Branch is the one branch that a repository starts with.
const Branch = "main"

// config is all that git reads: nothing of the system or of the person who runs the proof. The checkout which is imported
// may belong to another user than the one that imports.
const config = `[user]
	name = proof
	email = proof@example.com
[init]
	defaultBranch = ` + Branch + `
[safe]
	directory = *
[gc]
	auto = 0
[maintenance]
	auto = false
[http]
	receivepack = true
`

// tool runs git apart from any configuration but its own.
type tool struct{ config string }

func newTool(root string) (tool, error) {
	path := filepath.Join(root, "gitconfig")
	return tool{path}, os.WriteFile(path, []byte(config), 0o644)
}

func (t tool) environment() []string {
	return []string{"GIT_CONFIG_GLOBAL=" + t.config, "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "HOME=" + os.DevNull}
}

// run is what git with the arguments prints in dir, without the last line end; the error holds what it complains of.
func (t tool) run(ctx context.Context, dir string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", args...)
	command.Dir = dir
	command.Env = append(clean(os.Environ()), t.environment()...)
	var complaint strings.Builder
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("git %s in %s: %w\n%s", strings.Join(args, " "), dir, err, strings.TrimSpace(complaint.String()))
	}
	return strings.TrimRight(string(out), "\n"), nil
}

// clean drops the variables that would lead git to another repository, as when a hook of git runs the proof.
func clean(environment []string) []string {
	var kept []string
	for _, variable := range environment {
		if !strings.HasPrefix(variable, "GIT_") {
			kept = append(kept, variable)
		}
	}
	return kept
}
