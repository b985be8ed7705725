package dashboards

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/grafana"
)

// TestFewPanels: a page that nobody reads to its end helps nobody. What the panels ask is judged with all rendered objects.
func TestFewPanels(t *testing.T) {
	for _, d := range []grafana.Dashboard{apps(), ingress(), mesh(), cluster(), cost(), argoCD()} {
		panels := 0
		for _, p := range d.Panels {
			if len(p.Targets) > 0 {
				panels++
			}
		}
		if panels < 6 || panels > 13 {
			t.Errorf("%s: %d panels", d.UID, panels)
		}
		for _, fault := range grafana.Check(&d) {
			t.Errorf("%s: %s", d.UID, fault)
		}
	}
}
