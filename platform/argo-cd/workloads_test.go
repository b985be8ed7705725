package argocd

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// TestControllerHasTheMemoryItTook holds the limit against what the controller took at most where it was measured
// (docs/decisions/013-joining.md): with so many clusters and Applications of apps, in MiB.
func TestControllerHasTheMemoryItTook(t *testing.T) {
	for _, m := range []struct{ clusters, apps, took int64 }{
		{1, 3, 751}, {1, 100, 946}, {3, 0, 1045}, {3, 100, 1160}, {3, 300, 1597}, {3, 1000, 3475},
	} {
		namespace := &plan.Namespace{Workloads: make([]*plan.Workload, m.apps)}
		fleet := &plan.Fleet{Clusters: []*plan.Cluster{{Namespaces: []*plan.Namespace{namespace}}}}
		for range m.clusters - 1 {
			fleet.Clusters = append(fleet.Clusters, &plan.Cluster{})
		}
		needs := controllerNeeds(fleet)
		if has := needs[corev1.ResourceMemory]; has.Value() < m.took<<20 {
			t.Errorf("%d clusters with %d Applications: %s, took %d MiB", m.clusters, m.apps, has.String(), m.took)
		}
	}
}
