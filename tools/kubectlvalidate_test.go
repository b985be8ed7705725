package tools_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestKubectlValidate judges every object by the schema of its kind: of Kubernetes 1.30, the newest that is built in, or
// of a CRD in crdSets.
func TestKubectlValidate(t *testing.T) {
	program, crds := build(t, ".", "kubectl-validate"), crdDirs(t)
	objects := withSchema(t, rendered(t, "../rendered"))
	problems := validate(t, program, crds, paths(objects))
	for _, path := range paths(objects) {
		for _, problem := range problems[path] {
			t.Errorf("%s: %s", path, problem)
		}
	}
}

// TestKubectlValidateFindsFault adds a field that no schema has to one object of each kind.
func TestKubectlValidateFindsFault(t *testing.T) {
	program, crds := build(t, ".", "kubectl-validate"), crdDirs(t)
	spoilt := map[string]string{}
	for _, o := range withSchema(t, rendered(t, "../rendered")) {
		kind := o.group() + "/" + o.kind()
		if spoilt[kind] != "" {
			continue
		}
		fields := o.fields
		if spec, ok := fields["spec"].(map[string]any); ok {
			fields = spec
		}
		fields["nonsense"] = "1"
		spoilt[kind] = write(t, filepath.Base(o.path), o.fields)
	}
	problems := validate(t, program, crds, slices.Collect(maps.Values(spoilt)))
	for kind, path := range spoilt {
		if !strings.Contains(strings.Join(problems[path], "\n"), "nonsense") {
			t.Errorf("%s: an unknown field passed: %q", kind, problems[path])
		}
	}
}

// validate returns the problems of each file. A file that is not judged, or of a kind without a schema, has a problem.
func validate(t *testing.T, program string, crds, files []string) map[string][]string {
	t.Helper()
	args := []string{"--output=json", "--local-crds=" + strings.Join(crds, ",")}
	cmd := exec.Command(program, append(args, files...)...)
	// Without these it would ask the cluster at hand for its schemas, and judge differently on each machine.
	cmd.Env = append(os.Environ(), "KUBECONFIG="+os.DevNull, "KUBERNETES_SERVICE_HOST=")
	out, complaint, _ := ask(t, cmd)
	var verdicts map[string][]struct{ Status, Message string }
	if err := json.Unmarshal(out, &verdicts); err != nil {
		t.Fatalf("%v\n%s%s", err, out, complaint)
	}
	problems := map[string][]string{}
	for _, file := range files {
		if len(verdicts[file]) == 0 {
			problems[file] = append(problems[file], "kubectl-validate passed over it")
		}
		for _, verdict := range verdicts[file] {
			if verdict.Status != "Success" {
				problems[file] = append(problems[file], verdict.Message)
			}
		}
	}
	return problems
}
