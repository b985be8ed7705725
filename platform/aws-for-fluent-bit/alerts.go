package awsforfluentbit

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alerts on the metrics of Fluent Bit, in src/flb_output.c, as /api/v2/metrics/prometheus serves them. The chart
// aws-for-fluent-bit 0.2.0 takes the job from the label app.kubernetes.io/instance. A pod that is down among others is the
// matter of kube-prometheus-stack's TargetDown.
func alerts(c *plan.Cluster) manifest.Object {
	of := `{namespace="` + name + `",job="` + name + `"}`
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "LogsLost", Severity: component.Ticket, For: "5m",
			Expr:        "sum by (name) (increase(fluentbit_output_dropped_records_total" + of + "[1h])) > 0",
			Summary:     "Logs are lost on their way to CloudWatch",
			Description: "{{ $value | humanize }} records of the last hour were given up.",
		},
		component.Alert{
			Name: "LogsNotSent", Severity: component.Ticket, For: component.Retried,
			Expr:        component.Down(name, name) + "\nor\n" + component.Repeats("fluentbit_output_retries_total"+of, "name"),
			Summary:     "Logs do not reach CloudWatch",
			Description: "They wait on the nodes, an hour's tries and 1 GB a node at most, and are lost after that.",
		},
	)
}
