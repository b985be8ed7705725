// Package linkerdviz shows people who talks with whom in the mesh, and how well, by `linkerd viz` and its dashboard. The numbers
// are those of Prometheus. Nothing depends on it.
package linkerdviz

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/platform/linkerd/webhook"
)

//go:embed Chart.yaml
var chart []byte

const namespace = "linkerd-viz"

// Ports of the chart's pods, each of which has a proxy besides.
const (
	metricsAPIPort = 8085
	tapAPIPort     = 8089
	webhookPort    = 8443
	prometheusPort = 9090
)

// Component is on every cluster. Its dashboard has no Ingress: `linkerd viz dashboard` goes through the API server, whose rights
// and audit log hold for it.
var Component = component.Component{
	Name:      "linkerd-viz",
	Namespace: namespace,
	// the API server says in kube-system whom an extension of it may believe
	AlsoIn: []string{"kube-system", plan.Mesh.Namespace},
	Chart:  chart,
	Installs: slices.Concat(
		component.Namespaced("AuthorizationPolicy.policy.linkerd.io", "Deployment.apps", "MeshTLSAuthentication.policy.linkerd.io",
			"NetworkAuthentication.policy.linkerd.io", "PodDisruptionBudget.policy", "Role.rbac.authorization.k8s.io",
			"RoleBinding.rbac.authorization.k8s.io", "Server.policy.linkerd.io", "Service", "ServiceAccount", "ServiceProfile.linkerd.io"),
		component.ClusterScoped("APIService.apiregistration.k8s.io", "ClusterRole.rbac.authorization.k8s.io",
			"ClusterRoleBinding.rbac.authorization.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Labels:      map[string]string{"linkerd.io/extension": "viz"},
	Annotations: map[string]string{"viz.linkerd.io/external-prometheus": plan.PrometheusURL},
	Needs:       []string{"linkerd"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	var pods []component.Pods
	for range 4 { // web, metrics-api, tap and tap-injector
		pods = append(pods, component.Pods{Replicas: replicas, Requests: requests.list()})
	}
	return component.Parts{
		Values:  valuesFor(c),
		Objects: component.Before(webhook.Certificates(namespace, "tap", "tap-injector")...),
		Traffic: traffic(c),
		Pods:    pods,
	}
}

// traffic: the dashboard asks the metrics API, which asks Prometheus; the API server passes requests of people on to Tap, which
// asks the proxies of apps.
func traffic(c *plan.Cluster) []component.Traffic {
	web, metricsAPI := neighbour("web"), neighbour("metrics-api")
	return []component.Traffic{
		{
			Meshed: true,
			To:     []component.Connection{component.Connect(component.APIServer(c), component.HTTPS)},
		},
		{
			Name:   "web",
			Pods:   web.Labels,
			Meshed: true,
			To:     []component.Connection{component.Connect(component.PodsOf(metricsAPI), metricsAPIPort)},
		},
		{
			Name:   "metrics-api",
			Pods:   metricsAPI.Labels,
			Meshed: true,
			From:   []component.Connection{component.Connect(component.PodsOf(web), metricsAPIPort)},
			To:     []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), prometheusPort)},
		},
		{
			Name: "tap",
			Pods: plan.Tap.Labels,
			From: []component.Connection{component.Connect(component.ControlPlane(c), tapAPIPort)},
			To:   toProxies(c),
		},
		{
			Name: "tap-injector",
			Pods: neighbour("tap-injector").Labels,
			From: []component.Connection{component.Connect(component.ControlPlane(c), webhookPort)},
		},
	}
}

// toProxies are those beside apps.
func toProxies(c *plan.Cluster) []component.Connection {
	var connections []component.Connection
	for _, n := range c.Namespaces {
		connections = append(connections, component.Connect(component.Namespace(n.Name()), plan.ProxyControlPort))
	}
	return connections
}

func neighbour(part string) plan.Neighbour {
	return plan.Neighbour{Namespace: namespace, Labels: map[string]string{"component": part}}
}
