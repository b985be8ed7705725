// Package ingressnginx takes the requests of people in: a load balancer of AWS hands their connections to nginx, which ends
// TLS and sends the requests into the mesh. The project is retired; docs/decisions/008-ingress.md says why it is here and how
// a fleet leaves it. What is known about it stands here and with the Ingresses of apps.
package ingressnginx

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
)

//go:embed Chart.yaml
var chart []byte

const name = "ingress-nginx"

// namespace in which it runs, which bears its name.
const namespace = name

// Ports of the chart: of people, of the webhook that judges Ingresses, and of metrics and health.
const (
	httpPort    = 80
	httpsPort   = 443
	webhookPort = 8443
	metricsPort = 10254
)

// Component is on every cluster of a fleet that people come into by Ingresses.
var Component = component.Component{
	Name:      name,
	Namespace: namespace,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Certificate.cert-manager.io", "ConfigMap", "Deployment.apps",
			"HorizontalPodAutoscaler.autoscaling", "PodDisruptionBudget.policy", "Role.rbac.authorization.k8s.io",
			"RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount", "ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"IngressClass.networking.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Labels:      map[string]string{lbc.ReadinessGate: lbc.ReadinessGateMode},
	Needs:       []string{"aws-load-balancer-controller", "cert-manager", "linkerd", "prometheus-operator-crds"},
	Apps:        true,
	On:          func(f *plan.Fleet) bool { return !f.ByGateway() },
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values: valuesFor(c),
		// the pods do not start without the certificate of the webhook
		Objects: append(component.Before(certmanager.AuthorityOf(namespace)...), defaultCertificate(c), alerts(c)),
		Traffic: []component.Traffic{traffic(c)},
		Pods: []component.Pods{
			{Replicas: replicas, Requests: requests},
			{Replicas: replicas, Requests: proxyRequests}, // which the mesh adds to the same pods
		},
	}
}

// traffic: people's connections come from the load balancer, and their requests go to the apps.
func traffic(c *plan.Cluster) component.Traffic {
	return component.Traffic{
		Meshed: true,
		From: []component.Connection{
			component.Connect(component.Peer{CIDRs: lbc.Sources(c)}, httpPort, httpsPort),
			component.Connect(component.ControlPlane(c), webhookPort),
			component.Connect(component.PodsOf(plan.Prometheus), metricsPort),
		},
		To: append(component.Backends(c), component.Connect(component.APIServer(c), component.HTTPS)),
	}
}
