package externaldns

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// TestRecordNames: a new app on a host of its own needs no other rights, and no cluster writes another's names.
func TestRecordNames(t *testing.T) {
	fleet := &plan.Fleet{Domain: "example.com"}
	cluster := func(environment string, apps ...*plan.Workload) *plan.Cluster {
		return &plan.Cluster{Fleet: fleet, Namespaces: []*plan.Namespace{
			{Environment: &plan.Environment{Name: environment}, Workloads: apps},
		}}
	}
	fleet.Hub = cluster("operations")
	usual := &plan.Workload{Public: true, Host: "cart.production.example.com"}
	for _, tt := range []struct {
		name    string
		cluster *plan.Cluster
		want    []string
	}{
		{"hub", fleet.Hub, []string{"*.operations.example.com", "argocd.example.com", "external-dns-*.argocd.example.com"}},
		{"no app", cluster("production"), []string{"*.production.example.com"}},
		{"usual hosts", cluster("production", usual, usual), []string{"*.production.example.com"}},
		{"a host of its choice", cluster("production", usual, &plan.Workload{Public: true, Host: "shop.example.com"}),
			[]string{"*.production.example.com", "external-dns-*.shop.example.com", "shop.example.com"}},
		{"the domain itself", cluster("production", &plan.Workload{Public: true, Host: "example.com"}),
			[]string{"*.production.example.com", "example.com", "external-dns-*.example.com"}},
		{"of no public app", cluster("production", &plan.Workload{Host: "shop.example.com"}), []string{"*.production.example.com"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, recordNames(tt.cluster)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
