package component

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// TestInstall orders components by what they need along the longest way, and leaves the hub's out elsewhere.
func TestInstall(t *testing.T) {
	nothing := func(*plan.Cluster) Parts { return Parts{} }
	all := []Component{
		{Name: "kinds", For: nothing},
		{Name: "certificates", Needs: []string{"kinds"}, For: nothing},
		{Name: "hub", Needs: []string{"kinds", "secrets"}, HubOnly: true, For: nothing},
		{Name: "secrets", Needs: []string{"certificates"}, For: nothing},
		{Name: "alone", For: nothing},
	}
	fleet := &plan.Fleet{}
	fleet.Hub = &plan.Cluster{Fleet: fleet}
	for _, tt := range []struct {
		name    string
		cluster *plan.Cluster
		want    map[string]int
	}{
		{"hub", fleet.Hub, map[string]int{"kinds": 0, "certificates": 1, "secrets": 2, "hub": 3, "alone": 0}},
		{"other cluster", &plan.Cluster{Fleet: fleet}, map[string]int{"kinds": 0, "certificates": 1, "secrets": 2, "alone": 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			installed, problems := Install(tt.cluster, all)
			waves := map[string]int{}
			for _, i := range installed {
				waves[i.Name] = i.Wave
			}
			if diff := cmp.Diff(tt.want, waves); diff != "" || len(problems) > 0 {
				t.Errorf("%v, -want +got:\n%s", problems, diff)
			}
		})
	}
}

func TestWeakest(t *testing.T) {
	for _, tt := range []struct{ a, b, want Level }{
		{"", Restricted, Restricted}, {Privileged, Baseline, Privileged}, {Restricted, Baseline, Baseline}, {Baseline, "", Baseline},
	} {
		if got := Weakest(tt.a, tt.b); got != tt.want {
			t.Errorf("Weakest(%q, %q) = %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}
