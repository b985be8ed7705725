// Package awsforfluentbit sends what containers write to Amazon CloudWatch Logs: a group for each namespace, a stream for each
// container of a pod.
package awsforfluentbit

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "aws-for-fluent-bit"

// metricsPort is the chart's, of its metrics and health.
const metricsPort = 2020

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("ConfigMap", "DaemonSet.apps", "Service", "ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"),
	),
	// It makes no groups: they are objects of the AWS controllers, one a namespace.
	Needs: []string{plan.ACK, "prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{
		Level:  component.Privileged,
		Reason: "it reads the logs of all containers on the disk of each node, as root, and keeps its place there",
	},
	For: parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:     valuesFor(c),
		Objects:    append(component.Before(account()), alerts(c)),
		Identities: []component.Identity{{ServiceAccount: name, Statements: rights(c)}},
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To: []component.Connection{
				component.Connect(component.Internet(c), component.HTTPS), // CloudWatch Logs
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		}},
		Pods: []component.Pods{{PerNode: true, Requests: requests}},
	}
}

// rights are the two calls that it makes where groups are there already (Fluent Bit 4.2, plugins/out_cloudwatch_logs), on the
// groups of the cluster and their streams.
func rights(c *plan.Cluster) []iam.Statement {
	return []iam.Statement{
		iam.Allow(c.ARN("logs", "log-group:"+c.LogGroup("*")), "logs:CreateLogStream", "logs:PutLogEvents"),
	}
}
