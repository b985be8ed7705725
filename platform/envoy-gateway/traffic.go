package envoygateway

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
)

// Ports of the proxies: the Gateway's own, moved by 10000 so that they need no privilege, and that of the container beside Envoy
// which the kubelet asks to end it. metricsPort is both Envoy's and the controller's; proxies ask the controller at its port.
const (
	portShift      = 10000
	httpPort       = 80
	httpsPort      = 443
	shutdownPort   = 19002
	metricsPort    = 19001
	controllerPort = 18000
)

// traffic: people's connections come from the load balancer, and their requests go to the apps.
func traffic(c *plan.Cluster) []component.Traffic {
	controller := plan.Neighbour{Namespace: name, Labels: controllerLabels}
	envoys := c.Fleet.IngressController()
	api := component.Connect(component.APIServer(c), component.HTTPS)
	metrics := component.Connect(component.PodsOf(plan.Prometheus), metricsPort)
	return []component.Traffic{
		{
			Name: "proxies", Pods: envoys.Labels, Meshed: true,
			From: []component.Connection{
				component.Connect(component.Peer{CIDRs: lbc.Sources(c)}, portShift+httpPort, portShift+httpsPort),
				metrics,
			},
			To: append(component.Backends(c), component.Connect(component.PodsOf(controller), controllerPort)),
		}, {
			Name: "controller", Pods: controllerLabels,
			From: []component.Connection{component.Connect(component.PodsOf(envoys), controllerPort), metrics},
			To:   []component.Connection{api},
		}, {
			Name: "certgen", Pods: map[string]string{"app": "certgen"},
			To: []component.Connection{api},
		},
	}
}
