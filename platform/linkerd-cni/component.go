// Package linkerdcni has each node send the traffic of meshed pods through their proxies, by a plugin that stands behind the
// one of the VPC. Without it an init container in each pod would do so, with rights that Pod Security grants neither to
// restricted nor to baseline namespaces (https://linkerd.io/2-edge/features/cni/).
package linkerdcni

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "linkerd-cni"

// repairPort is the chart's, of the repair controller's health and metrics.
const repairPort = 9990

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("ConfigMap", "DaemonSet.apps", "ServiceAccount"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"),
	),
	Labels:      map[string]string{"linkerd.io/cni-resource": "true", "config.linkerd.io/admission-webhooks": "disabled"},
	Annotations: map[string]string{"linkerd.io/inject": "disabled"},
	PodSecurity: component.PodSecurity{
		Level:  component.Privileged,
		Reason: "it writes the plugin and its configuration to the disk of each node, as root",
	},
	For: parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values: chartValues,
		// The plugin itself runs on the node, outside of any network policy; the repair controller asks for pods.
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), repairPort)},
			To:   []component.Connection{component.Connect(component.APIServer(c), component.HTTPS)},
		}},
		Pods: []component.Pods{{PerNode: true, Requests: requested()}},
	}
}
