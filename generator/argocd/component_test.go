package argocd

import (
	"testing"

	api "github.com/example/fastapi-gitops/generator/argocd/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// TestComponentGoesWithWhatItInstalled, but for Argo CD, which would delete itself on the way.
func TestComponentGoesWithWhatItInstalled(t *testing.T) {
	fleet := &plan.Fleet{Name: "one"}
	fleet.Hub = &plan.Cluster{Fleet: fleet, Name: "hub"}
	for _, tt := range []struct {
		namespace string
		want      []string
	}{
		{"cert-manager", []string{finalizer}},
		{"", []string{finalizer}},
		{Namespace, nil},
	} {
		installed := component.Installed{
			Component: &component.Component{Name: "it", Namespace: tt.namespace},
			Pin:       &component.Pin{Name: "it", Version: "1.0.0", Repository: "https://charts.example.com"},
		}
		entries, err := Component(fleet.Hub, installed)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d entries, want the Application (%v)", len(entries), err)
		}
		if diff := cmp.Diff(tt.want, entries[0].Object.(*api.Application).Finalizers); diff != "" {
			t.Errorf("namespace %q (-want +got):\n%s", tt.namespace, diff)
		}
	}
}
