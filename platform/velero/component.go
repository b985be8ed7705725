// Package velero keeps a copy of what git does not hold of a cluster: volumes, as snapshots at AWS, and Secrets that were made in
// the cluster, in a bucket of its own.
package velero

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "velero"

// metricsPort is the chart's.
const metricsPort = 8085

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	AlsoIn:    []string{plan.ACKNamespace}, // the bucket
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("BackupStorageLocation.velero.io", "ConfigMap", "Deployment.apps", "Role.rbac.authorization.k8s.io",
			"RoleBinding.rbac.authorization.k8s.io", "Schedule.velero.io", "Service", "ServiceAccount",
			"ServiceMonitor.monitoring.coreos.com", "VolumeSnapshotLocation.velero.io"),
		component.ClusterScoped("ClusterRoleBinding.rbac.authorization.k8s.io", "CustomResourceDefinition.apiextensions.k8s.io"),
	),
	Needs:        []string{plan.ACK, "prometheus-operator-crds"},
	ReadsSecrets: "it copies those that were made in the cluster, and puts them back",
	PodSecurity:  component.PodSecurity{Level: component.Restricted},
	For:          parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:     valuesFor(c),
		Objects:    append(component.Before(bucket(c), role()), alerts(c)),
		Identities: []component.Identity{{ServiceAccount: name, Statements: rights(c)}},
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS),
				component.Connect(component.Internet(c), component.HTTPS), // EC2 and S3
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		}},
		Pods: []component.Pods{{Replicas: 1, Requests: requests}},
	}
}
