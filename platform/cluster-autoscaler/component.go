// Package clusterautoscaler adds and removes nodes in the managed node groups of a cluster, as pods ask for room.
package clusterautoscaler

import (
	_ "embed"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

const name = "cluster-autoscaler"

// metricsPort is the chart's, of its metrics and health.
const metricsPort = 8085

// Component is on every cluster.
var Component = component.Component{
	Name:      name,
	Namespace: name,
	Chart:     chart,
	Installs: slices.Concat(
		component.Namespaced("Deployment.apps", "PodDisruptionBudget.policy", "Role.rbac.authorization.k8s.io",
			"RoleBinding.rbac.authorization.k8s.io", "Service", "ServiceAccount", "ServiceMonitor.monitoring.coreos.com"),
		component.ClusterScoped("ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"),
	),
	Needs:       []string{"prometheus-operator-crds"},
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	return component.Parts{
		Values:  valuesFor(c),
		Objects: []manifest.Object{alerts(c)},
		Identities: []component.Identity{{
			ServiceAccount: name,
			Statements:     rights(c),
		}},
		Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), metricsPort)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS),
				component.Connect(component.Internet(c), component.HTTPS), // the APIs of Auto Scaling, EC2 and EKS
				component.Connect(component.PodIdentityAgent(), plan.PodIdentityAgentPort),
			},
		}},
		Pods: []component.Pods{{Replicas: replicas, Requests: requests}},
	}
}

// rights are those that the project recommends with discovery by tags; it may change only the groups that carry the
// cluster's tag, which EKS gives to each managed node group
// (https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.0/cluster-autoscaler/cloudprovider/aws/README.md).
func rights(c *plan.Cluster) []iam.Statement {
	change := iam.Allow(
		c.ARN("autoscaling", "autoScalingGroup:*:autoScalingGroupName/eks-*"),
		"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup")
	change.Condition = iam.Condition{"StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/" + c.Name: {"owned"}}}
	return []iam.Statement{
		iam.Allow("*",
			"autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
			"autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities",
			"ec2:DescribeImages", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions",
			"ec2:GetInstanceTypesFromInstanceRequirements"),
		iam.Allow(c.ARN("eks", "nodegroup/"+c.Name+"/*"), "eks:DescribeNodegroup"),
		change,
	}
}
