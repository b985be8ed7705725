package tools_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// waived are the checks of kube-score that this repository disagrees with, and why.
var waived = map[string]string{
	"container-image-pull-policy":                                  "images are pinned by digest, so a cached image is the image, and a start needs no registry",
	"deployment-targeted-by-hpa-does-not-have-replicas-configured": "Argo CD leaves the number alone but for a Deployment that is new or at 0: docs/decisions/009-canary.md",
	"horizontalpodautoscaler-has-target":                           "it knows no Rollout as a target; the rule reference of generator/policy does",
}

// scored are the kinds that kube-score reads.
var scored = []string{
	"CronJob", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "Ingress", "Job", "NetworkPolicy", "Pod",
	"PodDisruptionBudget", "Service", "StatefulSet",
}

// Grades of kube-score: https://github.com/zegl/kube-score/blob/v1.20.0/scorecard/scorecard.go
const (
	critical = 1
	warning  = 5
)

// TestKubeScore judges each cluster as a whole, since equal names in two clusters would hide each other, and each app by
// itself, so that no neighbour's Service or NetworkPolicy stands in for its own.
func TestKubeScore(t *testing.T) {
	kubeScore := build(t, ".", "kube-score")
	for _, pattern := range []string{"../rendered/*/*", "../rendered/*/*/apps/*/*"} {
		for _, dir := range glob(t, pattern) {
			t.Run(dir, func(t *testing.T) {
				for _, finding := range score(t, kubeScore, rendered(t, dir)) {
					if finding.grade <= critical && !finding.ofChart() {
						t.Error(finding)
					} else {
						t.Log(finding)
					}
				}
			})
		}
	}
}

func TestKubeScoreFindsFault(t *testing.T) {
	kubeScore := build(t, ".", "kube-score")
	deployment := ofKind(rendered(t, "../rendered"), "Deployment")[0]
	pod := deployment.fields["spec"].(map[string]any)["template"].(map[string]any)["spec"].(map[string]any)
	delete(pod["containers"].([]any)[0].(map[string]any), "resources")
	deployment.path = write(t, "deployment.yaml", deployment.fields)

	found := score(t, kubeScore, []object{deployment})
	if !slices.ContainsFunc(found, func(f finding) bool { return f.check == "container-resources" && f.grade <= critical }) {
		t.Errorf("a container without resources passed: %v", found)
	}
}

// finding is a check that an object does not pass.
type finding struct {
	path, check, comment string
	grade                int
}

// ofChart says whether a NetworkPolicy is for the pods of a component, which its chart makes: they are not in the tree.
func (f finding) ofChart() bool {
	dir, namespace := filepath.Split(filepath.Dir(f.path))
	_, err := os.Stat(filepath.Join(dir, "../apps", namespace))
	return f.check == "networkpolicy-targets-pod" && filepath.Base(dir) == "namespaces" && os.IsNotExist(err)
}

func (f finding) String() string { return fmt.Sprintf("%s: %s: %s", f.path, f.check, f.comment) }

// score returns the findings of grade warning or worse. An object of a kind that kube-score reads and does not report on
// is a failed test. A CPU limit is not asked for: it throttles a pod while its node idles, and requests already share the
// CPU. Annotations that excuse an object are ignored, and an API counts as deprecated whatever version deprecates it.
func score(t *testing.T, kubeScore string, objects []object) []finding {
	t.Helper()
	files := paths(ofKind(objects, scored...))
	args := []string{"score", "-o", "json", "--ignore-container-cpu-limit", "--disable-ignore-checks-annotations", "--kubernetes-version=v1.99"}
	for check := range waived {
		args = append(args, "--ignore-test="+check)
	}
	out, complaint, _ := ask(t, exec.Command(kubeScore, append(args, files...)...))
	var reports []report
	if err := json.Unmarshal(out, &reports); err != nil {
		t.Fatalf("%v\n%s%s", err, out, complaint)
	}
	var findings []finding
	for _, r := range reports {
		files = slices.DeleteFunc(files, func(file string) bool { return file == r.Path })
		findings = append(findings, r.findings()...)
	}
	for _, file := range files {
		t.Errorf("%s: kube-score passed over it", file)
	}
	slices.SortFunc(findings, func(a, b finding) int { return strings.Compare(a.String(), b.String()) })
	return findings
}

// report is what kube-score says of one object, in its format json v2.
type report struct {
	Path   string `json:"file_name"`
	Checks []struct {
		Check    struct{ ID string }
		Grade    int
		Skipped  bool
		Comments []struct{ Path, Summary string }
	}
}

func (r report) findings() []finding {
	var findings []finding
	for _, c := range r.Checks {
		if c.Skipped || c.Grade > warning {
			continue
		}
		var comments []string
		for _, comment := range c.Comments {
			comments = append(comments, strings.TrimSpace(comment.Path+" "+comment.Summary))
		}
		findings = append(findings, finding{r.Path, c.Check.ID, strings.Join(comments, ", "), c.Grade})
	}
	return findings
}

// glob returns the directories that match, at least one.
func glob(t *testing.T, pattern string) []string {
	t.Helper()
	dirs, err := filepath.Glob(pattern)
	if err != nil || len(dirs) == 0 {
		t.Fatalf("%s matches nothing (%v)", pattern, err)
	}
	return dirs
}
