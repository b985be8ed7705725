//go:build charts

package platform_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"

	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/platform"
	"sigs.k8s.io/yaml"
)

// TestCharts renders each chart as Argo CD does, for each cluster, and compares it with what the component declares. It
// takes the charts from platform/<component>/charts, where `make charts` leaves them.
func TestCharts(t *testing.T) {
	for _, size := range []string{"planned", "small"} {
		for _, c := range clusters(t, size == "small") {
			installed, problems := component.Install(c, platform.Components)
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			for _, i := range installed {
				if len(i.Chart) > 0 {
					t.Run(path.Join(size, c.Fleet.Name, c.Name, i.Name), func(t *testing.T) { testChart(t, c, i) })
				}
			}
		}
	}
}

func testChart(t *testing.T, c *plan.Cluster, i component.Installed) {
	from, in := chart(t, i), applicationOf(t, c, i)
	text := render(t, c, from, in)
	if !bytes.Equal(text, render(t, c, from, in)) {
		t.Error("two renders differ: Argo CD would sync again and again")
	}
	objects, err := parse(text)
	if err != nil || len(objects) == 0 {
		t.Fatalf("%d objects: %v", len(objects), err)
	}
	for _, fault := range faults(i, objects) {
		t.Error(fault)
	}
}

// clusters are those of the committed fleets. Small ones have the least that the inputs allow: two zones, and nobody to
// notify.
func clusters(t *testing.T, small bool) []*plan.Cluster {
	t.Helper()
	sources, err := config.Read(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	inputs, problems := sources.Decode()
	resolved, unresolved := plan.Resolve(inputs)
	if err := append(problems, unresolved...).Err(); err != nil {
		t.Fatal(err)
	}
	var all []*plan.Cluster
	for _, fleet := range resolved.Fleets {
		for _, c := range fleet.Clusters {
			if small {
				c.Zones, fleet.ArgoCD.Slack = c.Zones[:2], ""
			}
			all = append(all, c)
		}
	}
	return all
}

// chart is where the pinned chart lies.
func chart(t *testing.T, i component.Installed) string {
	t.Helper()
	charts := filepath.Join(i.Name, "charts")
	archive := filepath.Join(charts, fmt.Sprintf("%s-%s.tgz", i.Pin.Name, i.Pin.Version))
	if _, err := os.Stat(archive); err == nil {
		return archive
	}
	unpacked := filepath.Join(charts, i.Pin.Name)
	raw, err := os.ReadFile(filepath.Join(unpacked, "Chart.yaml"))
	var is struct{ Version string }
	if err != nil || yaml.Unmarshal(raw, &is) != nil || is.Version != i.Pin.Version {
		t.Fatalf("platform/%s has no %s %s: run make charts", charts, i.Pin.Name, i.Pin.Version)
	}
	return unpacked
}

// application is what Argo CD needs to know of a chart.
type application struct {
	Spec struct {
		Destination struct{ Namespace string }
		Sources     []struct {
			Helm struct {
				ReleaseName  string
				ValuesObject json.RawMessage
			}
		}
	}
}

func applicationOf(t *testing.T, c *plan.Cluster, i component.Installed) application {
	t.Helper()
	entries, err := argocd.Component(c, i)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := manifest.Encode(entries[len(entries)-1].Object)
	if err != nil {
		t.Fatal(err)
	}
	var a application
	if err := yaml.Unmarshal(raw, &a); err != nil || len(a.Spec.Sources) == 0 {
		t.Fatalf("no source of a chart (%v):\n%s", err, raw)
	}
	return a
}

// render calls helm as Argo CD does. The cluster has the kinds of the components that come before.
func render(t *testing.T, c *plan.Cluster, chart string, a application) []byte {
	t.Helper()
	source := a.Spec.Sources[0].Helm
	helm := exec.Command("../bin/helm", "template", source.ReleaseName, chart, "--namespace", a.Spec.Destination.Namespace,
		"--values", "-", "--kube-version", c.Kubernetes, "--include-crds", "--skip-tests",
		"--api-versions", "monitoring.coreos.com/v1", "--api-versions", "cert-manager.io/v1")
	helm.Stdin = bytes.NewReader(source.ValuesObject)
	var complaint bytes.Buffer
	helm.Stderr = &complaint
	text, err := helm.Output()
	if err != nil {
		t.Fatalf("helm template: %v (make charts builds helm)\n%s", err, &complaint)
	}
	return text
}
