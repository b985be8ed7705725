// Package argorollouts brings out a new version of an app to some of its requests first, and takes it back where the app's
// objectives suffer. It shifts the requests by the weights of the app's HTTPRoute, which the mesh obeys.
package argorollouts

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "argo-rollouts"

// Ports of the chart's metrics, and of Prometheus, which the analyses ask.
const (
	metricsPort    = 8090
	prometheusPort = 9090
)

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("ConfigMap", "Deployment.apps", "PodDisruptionBudget.policy", "Service", "ServiceAccount",
			"ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("CustomResourceDefinition.apiextensions.k8s.io"),
	),
	Needs:       []string{"gateway-api", "prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:  valuesFor(c),
		Objects: append(component.Before(rights()...), alerts(c)),
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS),
				component.Connect(component.PodsOf(plan.Prometheus), prometheusPort),
			},
		}},
		Pods: []component.Pods{{Replicas: replicas, Requests: requests}},
	}
}
