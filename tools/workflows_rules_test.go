package tools_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// workflowRule returns the faults of the workflows.
type workflowRule func(*testing.T, []workflow) []string

var workflowRules = []workflowRule{unpinned, unlimited, unsafe, untrusted, missingFiles, missingCommands}

var (
	usesLine  = regexp.MustCompile(`(?m)^ *(?:- )?uses: *(\S+)(.*)$`)
	pinned    = regexp.MustCompile(`^([\w.-]+/[\w.-]+)(?:/[\w./-]+)?@([0-9a-f]{40})$`)
	version   = regexp.MustCompile(`^ # v\d+\.\d+\.\d+$`)
	imageLine = regexp.MustCompile(`(?m)^ +(\w+): \S+@sha256:.*\n`)
)

// unpinned finds actions that are not a full commit SHA with its version in a comment, images that Renovate does not keep
// fresh, and two pins of the same thing.
func unpinned(t *testing.T, workflows []workflow) []string {
	t.Helper()
	var faults []string
	pins := map[string]string{}
	pin := func(w workflow, what, to string) {
		if earlier, ok := pins[what]; ok && earlier != to {
			faults = append(faults, fmt.Sprintf("%s: %s is pinned to %s and to %s", w.name, what, earlier, to))
		}
		pins[what] = to
	}
	renovate := renovateImages(t)
	for _, w := range workflows {
		for _, uses := range usesLine.FindAllStringSubmatch(w.text, -1) {
			action := pinned.FindStringSubmatch(uses[1])
			if action == nil || !version.MatchString(uses[2]) {
				faults = append(faults, fmt.Sprintf("%s: %s: want a full SHA and its version in a comment", w.name, uses[0]))
				continue
			}
			pin(w, action[1], action[2]+uses[2])
		}
		fresh := strings.Join(renovate.FindAllString(w.text, -1), "")
		for _, image := range imageLine.FindAllStringSubmatch(w.text, -1) {
			if !strings.Contains(fresh, image[0]) {
				faults = append(faults, fmt.Sprintf("%s: %s: Renovate does not see it", w.name, image[1]))
			}
			pin(w, image[1], image[0])
		}
	}
	return faults
}

// renovateImages is the pattern by which Renovate finds images in workflows.
func renovateImages(t *testing.T) *regexp.Regexp {
	t.Helper()
	raw, err := os.ReadFile("../.github/renovate.json")
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		CustomManagers []struct{ MatchStrings []string }
	}
	if err := json.Unmarshal(raw, &config); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(config.CustomManagers[0].MatchStrings[0])
}

// unlimited finds workflows and jobs that do not say what they may do, for how long, on what and beside which others.
func unlimited(_ *testing.T, workflows []workflow) []string {
	var faults []string
	for _, w := range workflows {
		if w.Permissions == nil || len(w.Permissions) > 0 {
			faults = append(faults, w.name+": permissions of the whole workflow: want {}")
		}
		if w.Concurrency.Group == "" {
			faults = append(faults, w.name+": no concurrency group")
		}
		if w.Defaults.Run.Shell != "bash" {
			faults = append(faults, w.name+": the default shell is not bash, so a pipe hides errors")
		}
		for name, j := range w.Jobs {
			if j.Permissions == nil {
				faults = append(faults, w.name+": "+name+" states no permissions")
			}
			if j.TimeoutMinutes == 0 {
				faults = append(faults, w.name+": "+name+" has no timeout")
			}
			if j.RunsOn != "ubuntu-24.04" {
				faults = append(faults, w.name+": "+name+" runs on "+j.RunsOn)
			}
		}
	}
	return faults
}

// unsafe finds what lets text of a stranger run, or a token reach further than its job.
func unsafe(_ *testing.T, workflows []workflow) []string {
	var faults []string
	for _, w := range workflows {
		for _, trigger := range []string{"pull_request_target", "workflow_run", "issue_comment"} {
			if _, ok := w.On[trigger]; ok {
				faults = append(faults, w.name+": "+trigger+" gives strangers' code a token that writes")
			}
		}
		if strings.Contains(w.text, "secrets.") || strings.Contains(w.text, "secrets[") {
			faults = append(faults, w.name+": a secret: there is none but what OIDC and github.token give")
		}
		for name, j := range w.Jobs {
			for _, s := range j.Steps {
				if strings.Contains(s.Run, "${{") {
					faults = append(faults, w.name+": "+name+": an expression in a script: hand it over in env")
				}
				if s.uses("actions/checkout") && s.With["persist-credentials"] != false {
					faults = append(faults, w.name+": "+name+": a checkout leaves the token in .git/config")
				}
			}
		}
	}
	return faults
}

// untrusted finds jobs that may write and run code of the repository: a write permission is for jobs that only move what
// others left. In a workflow for pull requests, such a job does not even check out.
func untrusted(t *testing.T, workflows []workflow) []string {
	t.Helper()
	var faults []string
	for _, w := range workflows {
		_, reviewed := w.On["pull_request"]
		for name, j := range w.Jobs {
			if !j.mayWrite() {
				continue
			}
			for _, s := range j.Steps {
				if reviewed && s.uses("actions/checkout") {
					faults = append(faults, w.name+": "+name+" may write and checks out what is under review")
				}
				for _, c := range commands(t, s.Run) {
					if !slices.Contains(movers, c.name) {
						faults = append(faults, w.name+": "+name+" may write and runs "+c.name)
					}
				}
			}
		}
	}
	return faults
}

var repositoryPath = regexp.MustCompile(`\b(?:\.github|apps|rendered|service|tools)/[\w.*$/-]*[\w*]`)

// missingFiles finds paths that nothing in the repository has.
func missingFiles(t *testing.T, workflows []workflow) []string {
	t.Helper()
	var faults []string
	for _, w := range workflows {
		for _, path := range repositoryPath.FindAllString(w.text, -1) {
			for _, name := range slices.Sorted(maps.Keys(w.Env)) {
				path = strings.ReplaceAll(path, "$"+name, w.Env[name])
			}
			found, err := filepath.Glob(filepath.Join("..", strings.ReplaceAll(path, "**", "*")))
			if err != nil || len(found) == 0 {
				faults = append(faults, w.name+": "+path+" does not exist")
			}
		}
	}
	return faults
}
