// Package awsloadbalancercontroller makes the load balancers at AWS that Services ask for by their class, and keeps the pods
// behind these registered there.
package awsloadbalancercontroller

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
)

//go:embed Chart.yaml
var chart []byte

const name = "aws-load-balancer-controller"

// What a Service says for a Network Load Balancer of this controller, and the label of namespaces whose pods are ready only
// once their load balancer finds them healthy, so that no old pod goes before
// (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/).
const (
	Class             = "service.k8s.aws/nlb"
	ReadinessGate     = "elbv2.k8s.aws/pod-readiness-gate-inject"
	ReadinessGateMode = "enabled"
)

// Ports of the chart: of metrics, and of the webhook.
const (
	metricsPort = 8080
	webhookPort = 9443
)

// Component is on every cluster. Of the kinds that the chart brings, TargetGroupBinding alone is used.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Certificate.cert-manager.io", "Deployment.apps", "PodDisruptionBudget.policy",
			"Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount",
			"ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io",
			"ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
	),
	Needs:       []string{"cert-manager", "prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values: valuesFor(c),
		// the webhook does not start without a certificate
		Objects:    append(component.Before(certmanager.AuthorityOf(name)...), alerts(c)),
		Identities: []component.Identity{{ServiceAccount: name, WellKnown: component.AWSLoadBalancerController}},
		Traffic: []component.Traffic{{
			From: []component.Connection{
				component.Connect(component.PodsOf(plan.Prometheus), metricsPort),
				component.Connect(component.ControlPlane(c), webhookPort),
			},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS),
				component.Connect(component.Internet(c), component.HTTPS), // the APIs of EC2 and Elastic Load Balancing
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		}},
		Pods: []component.Pods{{Replicas: replicas, Requests: requests}},
	}
}
