package tools_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// workflow is a file of GitHub Actions. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
type workflow struct {
	name, text string

	// On is spelt "true" since on is a boolean in YAML 1.1.
	On          map[string]any `json:"true"`
	Concurrency struct{ Group string }
	Defaults    struct{ Run struct{ Shell string } }
	Env         map[string]string
	Permissions map[string]string
	Jobs        map[string]job
}

type job struct {
	Permissions    map[string]string
	RunsOn         string `json:"runs-on"`
	TimeoutMinutes int    `json:"timeout-minutes"`
	Steps          []step
}

type step struct {
	Uses, Run string
	With      map[string]any
}

// mayWrite says whether a permission of the job is more than to read.
func (j job) mayWrite() bool {
	for _, access := range j.Permissions {
		if access != "read" {
			return true
		}
	}
	return false
}

// uses says whether a step is the action, at whatever commit.
func (s step) uses(action string) bool { return strings.HasPrefix(s.Uses, action+"@") }

// TestWorkflows holds every workflow to every rule.
func TestWorkflows(t *testing.T) {
	workflows := readWorkflows(t)
	for _, rule := range workflowRules {
		for _, fault := range rule(t, workflows) {
			t.Error(fault)
		}
	}
}

// TestWorkflowRulesFindFault spoils one line of a workflow at a time.
func TestWorkflowRulesFindFault(t *testing.T) {
	for _, spoilt := range spoiltWorkflows {
		workflows := readWorkflows(t)
		i := slices.IndexFunc(workflows, func(w workflow) bool { return w.name == spoilt.workflow })
		if i < 0 || !strings.Contains(workflows[i].text, spoilt.old) {
			t.Fatalf("%s does not say %q", spoilt.workflow, spoilt.old)
		}
		workflows[i] = parseWorkflow(t, spoilt.workflow, strings.Replace(workflows[i].text, spoilt.old, spoilt.new, 1))
		found := spoilt.rule(t, workflows)
		if !slices.ContainsFunc(found, func(fault string) bool { return strings.Contains(fault, spoilt.fault) }) {
			t.Errorf("%s: %s passed as %s: %q", spoilt.workflow, spoilt.old, spoilt.new, found)
		}
	}
}

func readWorkflows(t *testing.T) []workflow {
	t.Helper()
	var workflows []workflow
	for _, path := range glob(t, "../.github/workflows/*") {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		workflows = append(workflows, parseWorkflow(t, filepath.Base(path), string(raw)))
	}
	return workflows
}

func parseWorkflow(t *testing.T, name, text string) workflow {
	t.Helper()
	w := workflow{name: name, text: text}
	if err := yaml.Unmarshal([]byte(text), &w); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return w
}
