package tools_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// crdSets are the CRDs that Go modules ship. Only files are read from these modules, no package: most would not compile
// beside the judges, so they are pinned here, with the checksum that go.sum would hold.
var crdSets = []struct {
	module, version, sum string
	dir                  string // holds the CRDs
	installed            string // the version on the clusters, and why another one judges
}{
	{
		module: "github.com/argoproj/argo-cd/v3", version: "v3.4.4",
		sum:       "h1:PmYfvrLRecuOXjoUjBVx0nRwtJv/Wc9a3jaWs37EyyI=",
		dir:       "manifests/crds",
		installed: "v3.4.4, by chart argo-cd 10.1.1",
	},
	{
		module: "github.com/argoproj/argo-rollouts", version: "v1.9.1",
		sum:       "h1:+oZciUkeJYVb1vPMOhat4JQlk525j/aT2yizEkVkjLs=",
		dir:       "manifests/crds",
		installed: "v1.9.1, by chart argo-rollouts 2.41.0 with that image",
	},
	{
		module: "github.com/prometheus-operator/prometheus-operator", version: "v0.93.1",
		sum:       "h1:4Juk8v93RdG1DSGD/mGp+SeQKPmnlLIj2iq3blLZgFY=",
		dir:       "example/prometheus-operator-crd",
		installed: "v0.93.1, by chart kube-prometheus-stack 88.5.3",
	},
	{
		module: "github.com/cert-manager/cert-manager", version: "v1.21.1",
		sum:       "h1:0LttV37Q5c2CBNoHkjuI8sLKTXWZDC2SwQkxrBMKV9w=",
		dir:       "deploy/crds",
		installed: "v1.21.1, by chart cert-manager v1.21.1",
	},
	{
		module: "github.com/cert-manager/trust-manager", version: "v0.24.0",
		sum:       "h1:OxNSRRHXbRrU5nGMvbZDzu/Ppm479wyB64ov2tvp07o=",
		dir:       "deploy/crds",
		installed: "v0.24.0, by chart trust-manager v0.24.0",
	},
	{
		module: "sigs.k8s.io/gateway-api", version: "v1.5.1",
		sum:       "h1:RqVRIlkhLhUO8wOHKTLnTJA6o/1un4po4/6M1nRzdd0=",
		dir:       "config/crd/standard",
		installed: "v1.5.1, by component gateway-api",
	},
	{
		module: "github.com/external-secrets/external-secrets", version: "v1.3.2",
		sum:       "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
		dir:       "deploy/crds",
		installed: "v2.9.0, by chart external-secrets 2.9.0; the module path has no /v2, so v1.3.2 is the last that Go can fetch",
	},
}

// The CRDs of these API groups come in no Go module. Where a checkout has them beside it, they judge as well.
var (
	unpublished = []string{"linkerd.io", "services.k8s.aws"}
	beside      = "../../shared/schemas/crds"
)

// crdDirs returns the directories of all CRDs.
func crdDirs(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, set := range crdSets {
		dir := filepath.Join(download(t, set.module+"@"+set.version, set.sum), set.dir)
		if files, err := filepath.Glob(filepath.Join(dir, "*.yaml")); err != nil || len(files) == 0 {
			t.Fatalf("%s holds no CRD (%v)", dir, err)
		}
		t.Logf("%s: judged by %s, installed: %s", set.module, set.version, set.installed)
		dirs = append(dirs, dir)
	}
	if there(t, beside) {
		dirs = append(dirs, absolute(t, beside))
	}
	return dirs
}

// download returns the directory of a module in the module cache, outside of any module's requirements.
func download(t *testing.T, module, sum string) string {
	t.Helper()
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = t.TempDir()
	out, complaint, _ := ask(t, cmd)
	var got struct{ Dir, Sum, Error string }
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%s: %v\n%s%s", module, err, out, complaint)
	}
	if got.Error != "" || got.Sum != sum {
		t.Fatalf("%s: checksum %q, want %q; %s", module, got.Sum, sum, got.Error)
	}
	return got.Dir
}

// withSchema leaves out the objects whose CRDs are not to be had here, and says so.
func withSchema(t *testing.T, objects []object) []object {
	t.Helper()
	if there(t, beside) {
		return objects
	}
	return slices.DeleteFunc(objects, func(o object) bool {
		missing := slices.ContainsFunc(unpublished, func(group string) bool {
			return o.group() == group || strings.HasSuffix(o.group(), "."+group)
		})
		if missing {
			t.Logf("%s: not judged, since %s is not there", o.path, beside)
		}
		return missing
	})
}
