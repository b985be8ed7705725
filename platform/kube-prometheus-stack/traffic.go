package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Ports of the chart's pods.
const (
	prometheusPort   = 9090
	alertmanagerPort = 9093
	gossipPort       = 9094
	grafanaPort      = 3000
	reloaderPort     = 8080 // beside Prometheus and Alertmanager
	stateMetricsPort = 8080
	operatorPort     = 10250

	// of others that are not components, or in the network of their node
	dnsMetricsPort   = 9153
	kubeletPort      = 10250
	nodeExporterPort = 9100
)

// The pods, by labels by which the Services before them select them too: the VPC CNI lets traffic to a Service through if the
// policy's labels select the Service's.
var (
	alertmanagerPods = pod("app.kubernetes.io/name", "alertmanager")
	grafanaPods      = pod("app.kubernetes.io/name", "grafana")
	stateMetricsPods = pod("app.kubernetes.io/name", "kube-state-metrics")
	operatorPods     = pod("app", name+"-operator")

	metricsAPIPods = plan.Neighbour{Namespace: "linkerd-viz", Labels: map[string]string{"component": "metrics-api"}}
	rolloutsPods   = plan.Neighbour{Namespace: "argo-rollouts", Labels: map[string]string{"app.kubernetes.io/name": "argo-rollouts"}}
)

func pod(label, value string) plan.Neighbour {
	return plan.Neighbour{Namespace: monitoring, Labels: map[string]string{label: value}}
}

// traffic: who may ask Prometheus stands here and nowhere else. Its proxy admits whoever the network does, since Argo Rollouts
// is outside of the mesh and Prometheus, which measures itself, is so to itself.
func traffic(c *plan.Cluster) []component.Traffic {
	api, scrape := component.Connect(component.APIServer(c), component.HTTPS), component.PodsOf(plan.Prometheus)
	return []component.Traffic{
		{
			Name: "prometheus", Pods: plan.Prometheus.Labels, Meshed: true, Measures: true,
			From: append(from(prometheusPort, grafanaPods, metricsAPIPods, rolloutsPods),
				component.Connect(scrape, prometheusPort, reloaderPort)),
			To: append(apps(c), api, to(plan.DNS, dnsMetricsPort),
				component.Connect(component.Peer{CIDRs: []string{c.CIDR}}, kubeletPort, nodeExporterPort)),
		}, {
			Name: "alertmanager", Pods: alertmanagerPods.Labels,
			From: []component.Connection{
				component.Connect(scrape, alertmanagerPort, reloaderPort), to(grafanaPods, alertmanagerPort), to(alertmanagerPods, gossipPort),
			},
			To: append(receivers(c), to(alertmanagerPods, gossipPort)),
		}, {
			Name: "grafana", Pods: grafanaPods.Labels,
			From: []component.Connection{component.Connect(scrape, grafanaPort)},
			To:   []component.Connection{api, to(plan.Prometheus, prometheusPort), to(alertmanagerPods, alertmanagerPort)},
		}, {
			Name: "kube-state-metrics", Pods: stateMetricsPods.Labels,
			From: []component.Connection{component.Connect(scrape, stateMetricsPort)},
			To:   []component.Connection{api},
		}, {
			Name: "operator", Pods: operatorPods.Labels,
			From: []component.Connection{component.Connect(component.ControlPlane(c), operatorPort), component.Connect(scrape, operatorPort)},
			To:   []component.Connection{api},
		},
	}
}

// apps are measured through their proxies, and so are these; the components say themselves which ports they open to Prometheus.
func apps(c *plan.Cluster) []component.Connection {
	var all []component.Connection
	for _, n := range c.Namespaces {
		all = append(all, component.Connect(component.Namespace(n.Name()), plan.ProxyAdminPort))
	}
	return all
}

// receivers are Slack, PagerDuty and the like.
func receivers(c *plan.Cluster) []component.Connection {
	if c.Fleet.Alerts == nil {
		return nil
	}
	return []component.Connection{component.Connect(component.Internet(c), component.HTTPS)}
}

// to is a connection with pods on ports of the side that is connected to.
func to(pods plan.Neighbour, ports ...int32) component.Connection {
	return component.Connect(component.PodsOf(pods), ports...)
}

// from are connections of several kinds of pods to one port.
func from(port int32, pods ...plan.Neighbour) []component.Connection {
	var connections []component.Connection
	for _, p := range pods {
		connections = append(connections, to(p, port))
	}
	return connections
}
