// Package linkerd is the control plane of the service mesh: it gives each meshed pod a proxy and an identity, and tells the
// proxies where requests may go and from whom they may come (https://linkerd.io/2-edge/reference/architecture/).
package linkerd

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

// trustNamespace has the anchors of trust, away from the control plane: there trust-manager reads them, and a ClusterIssuer
// signs with them.
const trustNamespace = "cert-manager"

// Ports of the chart's pods beside those that proxies ask: of webhooks, and of metrics and health.
const (
	webhookPort       = 8443 // of the injector, and of the validator of ServiceProfiles
	policyWebhookPort = 9443
	injectorAdmin     = 9995
	destinationAdmin  = 9996
	profileAdmin      = 9997
	identityAdmin     = 9990 // and the policy controller's
)

// Component is on every cluster. Its namespace has the marks by which the control plane knows its own, and by which the API
// server does not ask the injector about the injector's own pods.
var Component = component.Component{
	Name:      "linkerd",
	Namespace: plan.Mesh.Namespace,
	AlsoIn:    []string{trustNamespace},
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("ConfigMap", "Deployment.apps", "PodDisruptionBudget.policy", "PodMonitor.monitoring.coreos.com",
			"Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"MutatingWebhookConfiguration.admissionregistration.k8s.io",
			"ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Labels: map[string]string{
		controlPlaneLabel:                      "true",
		"linkerd.io/control-plane-ns":          plan.Mesh.Namespace,
		"config.linkerd.io/admission-webhooks": "disabled",
	},
	Annotations: map[string]string{"linkerd.io/inject": "disabled"},
	Needs:       []string{"prometheus-operator-crds", "gateway-api", "linkerd-crds", "linkerd-cni", "trust-manager"},
	Apps:        true,
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

// controlPlaneLabel marks the namespace of the control plane.
const controlPlaneLabel = "linkerd.io/is-control-plane"

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:  valuesFor(c),
		Objects: append(component.Before(objects()...), alerts(c)),
		Traffic: traffic(c),
		Pods: []component.Pods{
			{Replicas: replicas, Requests: total(destination, policy, profiles, proxy)},
			{Replicas: replicas, Requests: total(identity, proxy)},
			{Replicas: replicas, Requests: total(injector, proxy)},
		},
	}
}

// traffic: proxies ask for their identity, for addresses and for policies, at the pods' own ports; the API server calls the
// webhooks. The pods have proxies themselves.
func traffic(c *plan.Cluster) []component.Traffic {
	return []component.Traffic{
		{
			Meshed: true,
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus),
				identityAdmin, injectorAdmin, destinationAdmin, profileAdmin)},
			To: []component.Connection{component.Connect(component.APIServer(c), component.HTTPS)},
		},
		{
			Name: "proxies",
			From: fromProxies(c),
		},
		{
			Name: "destination",
			Pods: labels("destination"),
			From: []component.Connection{component.Connect(component.ControlPlane(c), webhookPort, policyWebhookPort)},
		},
		{
			Name: "proxy-injector",
			Pods: labels("proxy-injector"),
			From: []component.Connection{component.Connect(component.ControlPlane(c), webhookPort)},
		},
	}
}

// fromProxies are those of the control plane too.
func fromProxies(c *plan.Cluster) []component.Connection {
	var connections []component.Connection
	for _, namespace := range append(c.Meshed(), plan.Mesh.Namespace) {
		connections = append(connections, component.Connect(component.Namespace(namespace),
			plan.IdentityPort, plan.DestinationPort, plan.PolicyPort))
	}
	return connections
}

// labels are those of one part's pods.
func labels(part string) map[string]string {
	return map[string]string{"linkerd.io/control-plane-component": part}
}
