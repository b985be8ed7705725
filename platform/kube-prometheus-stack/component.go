// Package kubeprometheusstack sees what runs: Prometheus asks every component and app for its numbers and judges them by rules,
// Alertmanager tells people what the rules find, and Grafana draws. The parts that run on a node stand in node-exporter.
package kubeprometheusstack

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
)

//go:embed Chart.yaml
var chart []byte

// name is that of the component, of the Helm release and, alone or at their beginning, of what the chart makes.
const (
	name       = "kube-prometheus-stack"
	monitoring = "monitoring"
)

// Component is on every cluster. Grafana has no Ingress: it would need a login, for which Grafana has to be told more of an
// identity provider than its issuer (only its own form looks the rest up, https://grafana.com/whats-new/2024-09-24-openid-connect-discovery-url-for-generic-oauth).
// `kubectl port-forward` goes through the API server, whose login, rights and audit log hold for it.
var Component = component.Component{
	Name:      name,
	Namespace: monitoring,
	AlsoIn:    []string{"kube-system"}, // a Service before the cluster's DNS
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Alertmanager.monitoring.coreos.com", "Certificate.cert-manager.io", "ConfigMap", "Deployment.apps",
			"PodDisruptionBudget.policy", "Prometheus.monitoring.coreos.com", "PrometheusRule.monitoring.coreos.com", "Secret",
			"Service", "ServiceAccount", "ServiceMonitor.monitoring.coreos.com", "StatefulSet.apps"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"MutatingWebhookConfiguration.admissionregistration.k8s.io",
			"ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Needs:       []string{"cert-manager", "external-secrets", "linkerd", "prometheus-operator-crds", "storage"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:     valuesFor(c),
		Objects:    component.Before(before(c)...),
		Identities: identities(c),
		Traffic:    traffic(c),
		Pods:       pods(),
	}
}

// before are the certificates, secrets and rights that the pods start with.
func before(c *plan.Cluster) []manifest.Object {
	return slices.Concat(certmanager.AuthorityOf(monitoring), gossipCertificate(), secrets(c), rights(c))
}
