// Package envoygateway takes the requests of people in: a load balancer of AWS hands their connections to Envoy, which ends TLS and
// sends the requests into the mesh, by the routes of apps (docs/decisions/008-ingress.md). The controller makes the proxies of what
// stands here; what it makes is no part of the tree.
package envoygateway

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
)

//go:embed Chart.yaml
var chart []byte

// name is that of the component, of its namespace and of the controller; proxy that of all that the controller makes.
const (
	name  = "envoy-gateway"
	proxy = "envoy"
)

// Component is on every cluster of a fleet that people come into by the Gateway API. On the hub it leads to Argo CD as well.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	AlsoIn:    []string{plan.ArgoCDNamespace},
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("ConfigMap", "Deployment.apps", "Job.batch", "PodDisruptionBudget.policy", "Role.rbac.authorization.k8s.io",
			"RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"),
	),
	Labels: map[string]string{lbc.ReadinessGate: lbc.ReadinessGateMode},
	Needs: []string{"aws-load-balancer-controller", "cert-manager", "envoy-gateway-crds", "gateway-api", "linkerd",
		"prometheus-operator-crds"},
	Apps:        true,
	On:          (*plan.Fleet).ByGateway,
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:  valuesFor(c),
		Objects: slices.Concat(entrance(c), certificates(c), monitors(c.Fleet), argoCD(c)),
		Traffic: traffic(c),
		Pods: []component.Pods{
			{Replicas: controllers, Requests: controllerRequests},
			{Replicas: replicas, Requests: requests},
			{Replicas: replicas, Requests: helperRequests},
			{Replicas: replicas, Requests: sidecarRequests}, // which the mesh adds to the same pods
		},
	}
}

func entrance(c *plan.Cluster) []manifest.Object {
	return []manifest.Object{gatewayClass(), envoyProxy(c), gateway(c), clients(), redirect()}
}
