// Package trustmanager copies certificates that are to be trusted to where programs read them.
package trustmanager

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const (
	name = "trust-manager"
	// namespace is that of the Secrets that it may read, beside cert-manager, which makes them.
	namespace = "cert-manager"
)

// Ports of the chart: of metrics, and of the webhook that judges Bundles.
const (
	metricsPort = 9402
	webhookPort = 6443
)

// Component is on every cluster. It writes to the namespace of the mesh's control plane alone.
var Component = component.Component{
	Name:      name,
	Namespace: namespace,
	AlsoIn:    []string{plan.Mesh.Namespace},
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Certificate.cert-manager.io", "Deployment.apps", "Issuer.cert-manager.io", "PodDisruptionBudget.policy",
			"Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount",
			"ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Needs:       []string{"prometheus-operator-crds", "cert-manager"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:  valuesFor(c),
		Objects: []manifest.Object{alerts(c)},
		Traffic: []component.Traffic{{
			Pods: labels,
			From: []component.Connection{
				component.Connect(component.PodsOf(plan.Prometheus), metricsPort),
				component.Connect(component.ControlPlane(c), webhookPort),
			},
			To: []component.Connection{component.Connect(component.APIServer(c), component.HTTPS)},
		}},
		Pods: []component.Pods{{Replicas: replicas, Requests: requests}},
	}
}

// labels are those of the chart's pods.
var labels = map[string]string{"app": name}
