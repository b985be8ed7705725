// Package externaldns writes the names of Ingresses and of load balancers into the fleet's zone at Route 53, and takes them out
// again.
package externaldns

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "external-dns"

// metricsPort is the chart's, of its metrics and health.
const metricsPort = 7979

// Component is on every cluster. The chart brings the kind of a source that is not used here.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Deployment.apps", "Service", "ServiceAccount", "ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io"),
	),
	Needs:       []string{"prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:     valuesFor(c),
		Objects:    []manifest.Object{alerts(c)},
		Identities: []component.Identity{{ServiceAccount: name, Statements: rights(c)}},
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS),
				component.Connect(component.Internet(c), component.HTTPS), // Route 53
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		}},
		Pods: []component.Pods{{Replicas: 1, Requests: requests}},
	}
}
