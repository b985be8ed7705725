// Package externalsecrets makes Secrets of what AWS Secrets Manager holds, and keeps them fresh. It has no rights at AWS
// itself: each store reads as the ServiceAccount of its own namespace.
package externalsecrets

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
)

//go:embed Chart.yaml
var chart []byte

const name = "external-secrets"

// Ports of the chart: of metrics, and of the webhook.
const (
	metricsPort = 8080
	webhookPort = 10250
)

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Certificate.cert-manager.io", "Deployment.apps", "PodDisruptionBudget.policy",
			"Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount",
			"ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Needs:       []string{"cert-manager"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values: valuesFor(c),
		// the webhook does not start without a certificate
		Objects: append(component.Before(certmanager.AuthorityOf(name)...), alerts(c)),
		Traffic: traffic(c),
		Pods: []component.Pods{
			{Replicas: replicas, Requests: controllerRequests},
			{Replicas: replicas, Requests: webhookRequests},
		},
	}
}

// traffic: the controller goes out, to AWS STS and AWS Secrets Manager, and the API server calls the webhook.
func traffic(c *plan.Cluster) []component.Traffic {
	return []component.Traffic{
		{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To:   []component.Connection{component.Connect(component.APIServer(c), component.HTTPS)},
		},
		{
			Name: "controller",
			Pods: controllerLabels,
			To:   []component.Connection{component.Connect(component.Internet(c), component.HTTPS)},
		},
		{
			Name: "webhook",
			Pods: webhookLabels,
			From: []component.Connection{component.Connect(component.ControlPlane(c), webhookPort)},
		},
	}
}

// Labels of the pods.
var (
	controllerLabels = labels("external-secrets")
	webhookLabels    = labels("external-secrets-webhook")
)

func labels(part string) map[string]string {
	return map[string]string{"app.kubernetes.io/instance": name, "app.kubernetes.io/name": part}
}
