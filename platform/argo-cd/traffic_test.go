package argocd

import (
	"maps"
	"slices"
	"testing"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

// service is one of the chart argo-cd 10.1.1 or of redis-ha 4.38.0: which pods it selects, and on which ports.
type service struct {
	selector map[string]string
	ports    []int32
}

var services = []service{
	{map[string]string{"app.kubernetes.io/instance": "argo-cd", "app.kubernetes.io/name": "argocd-repo-server"}, []int32{8081}},
	{map[string]string{"app.kubernetes.io/instance": "argo-cd", "app.kubernetes.io/name": "argocd-redis"}, []int32{6379}},
	{map[string]string{"release": "argo-cd", "app": "redis-ha-haproxy"}, []int32{6379}},
	{map[string]string{"release": "argo-cd", "app": "redis-ha", "statefulset.kubernetes.io/pod-name": "argocd-redis-ha-server-0"}, []int32{6379, 26379}},
}

// TestTrafficPassesServices: to the VPC CNI, a policy that allows the pods behind a Service allows the Service's address only if
// it selects the Service's selector.
func TestTrafficPassesServices(t *testing.T) {
	for _, zones := range [][]string{{"a", "b"}, {"a", "b", "c"}} {
		fleet := &plan.Fleet{Name: "one", Domain: "example.com"}
		fleet.Hub = &plan.Cluster{Fleet: fleet, Name: "hub", Zones: zones}
		fleet.Clusters = []*plan.Cluster{fleet.Hub}
		for _, policy := range traffic(fleet.Hub) {
			for _, out := range policy.To {
				if out.Peer.Pods != nil && !slices.ContainsFunc(services, func(s service) bool { return s.passes(out) }) {
					t.Errorf("%d zones: %s may talk to pods %v, but not to a Service on %v", len(zones), policy.Name, out.Peer.Pods.Labels, out.Ports)
				}
			}
		}
	}
}

func (s service) passes(out component.Connection) bool {
	selected := maps.Clone(s.selector)
	maps.Copy(selected, out.Peer.Pods.Labels)
	misses := func(port int32) bool { return !slices.Contains(s.ports, port) }
	return maps.Equal(selected, s.selector) && !slices.ContainsFunc(out.Ports, misses)
}
