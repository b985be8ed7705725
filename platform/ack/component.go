// Package ack installs AWS Controllers for Kubernetes, which make at AWS what objects describe: repositories of images, empty
// secrets, log groups, records and buckets. The objects that package aws makes of the plan come after it.
package ack

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "ack"

// metricsPort is the chart's.
const metricsPort = 8080

// Component is on every cluster. Its chart holds those of all controllers, each off unless our values turn it on.
var Component = component.Component{
	Name:      name,
	Namespace: plan.ACKNamespace,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Deployment.apps", "Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io",
			"ServiceAccount"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
			"CustomResourceDefinition.apiextensions.k8s.io"),
	),
	Needs:       []string{"prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	all := controllers(c)
	p := component.Parts{
		Values:  valuesFor(c, all),
		Objects: append(objects(all), alerts(c)),
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS),
				component.Connect(component.Internet(c), component.HTTPS), // the APIs of the services
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		}},
	}
	for _, one := range all {
		p.Identities = append(p.Identities, component.Identity{ServiceAccount: one.account(), Statements: one.rights})
		p.Pods = append(p.Pods, component.Pods{Replicas: replicas, Requests: requests})
	}
	return p
}
