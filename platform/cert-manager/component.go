// Package certmanager makes and renews certificates: those that apps are served with, signed by Let's Encrypt, and those of
// the platform's own webhooks.
package certmanager

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "cert-manager"

// Ports of the chart: of all metrics, and of the webhook.
const (
	metricsPort = 9402
	webhookPort = 10250
)

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Deployment.apps", "PodDisruptionBudget.policy", "Role.rbac.authorization.k8s.io",
			"RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount", "ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io",
			"ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Needs:       []string{"prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:     valuesFor(c),
		Objects:    append(component.After(objects(c)...), alerts(c)),
		Identities: []component.Identity{{ServiceAccount: name, Statements: rights(c)}},
		Traffic:    traffic(c),
		Pods: []component.Pods{
			{Replicas: controllers, Requests: controllerRequests},
			{Replicas: injectors, Requests: injectorRequests},
			{Replicas: webhooks, Requests: webhookRequests},
		},
	}
}

// traffic: all three talk to the API server, which calls the webhook; the controller alone goes out, to Let's Encrypt and to
// Route 53.
func traffic(c *plan.Cluster) []component.Traffic {
	return []component.Traffic{
		{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To:   []component.Connection{component.Connect(component.APIServer(c), component.HTTPS)},
		},
		{
			Name: "controller",
			Pods: labels("controller"),
			To: []component.Connection{
				component.Connect(component.Internet(c), component.HTTPS),
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		},
		{
			Name: "webhook",
			Pods: labels("webhook"),
			From: []component.Connection{component.Connect(component.ControlPlane(c), webhookPort)},
		},
	}
}

// labels are those of one part's pods.
func labels(part string) map[string]string {
	return map[string]string{"app.kubernetes.io/instance": name, "app.kubernetes.io/component": part}
}
