package clusterautoscaler

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alerts on the metrics of Cluster Autoscaler 1.35.0, in cluster-autoscaler/metrics/metrics.go. The replica that does not lead
// shows a cluster that is not safe to scale, hence the maximum. The job is called after the chart's Service.
func alerts(c *plan.Cluster) manifest.Object {
	of := `namespace="` + name + `",job="` + name + `"`
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "ClusterAutoscalerStuck", Severity: component.Page, For: "15m",
			Expr: component.Down(name, name) + "\nor\n" +
				"max(cluster_autoscaler_cluster_safe_to_autoscale{" + of + "}) == 0",
			Summary:     "Cluster Autoscaler adds no nodes",
			Description: "It is down, or too many nodes are not ready. Pods that find no room stay Pending; nodes that are lost are not made up for.",
		},
		component.Alert{
			Name: "ClusterFull", Severity: component.Ticket, For: "30m",
			Expr:        "max(cluster_autoscaler_unschedulable_pods_count{" + of + `,type="unschedulable"}) > 0`,
			Summary:     "{{ $value }} pods find no node",
			Description: "The node groups are at their maximum, AWS has no such instances, or no group has nodes that fit.",
		},
	)
}
