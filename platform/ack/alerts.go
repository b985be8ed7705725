package ack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// job is called after our PodMonitor.
const job = plan.ACKNamespace + "/" + name

// alerts on the metrics of ACK's runtime, in pkg/metrics/metrics.go, and of controller-runtime. That something is not there yet,
// 404, is how a controller learns that it has to make it. What AWS refuses for good is tried once and shows in its Application
// as Degraded: that is ArgoCDAppUnhealthy.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, name, plan.ACKNamespace,
		component.Alert{
			Name: "AWSResourceFailing", Severity: component.Ticket, For: component.Retried,
			Expr: component.Down(plan.ACKNamespace, job) + "\nor\n" +
				component.Repeats(`ack_outbound_api_requests_error_total{job="`+job+`",status_code!="404"}`, "service, op_id, status_code") +
				"\nor\n" + component.Failing(plan.ACKNamespace, job),
			Summary:     "The controllers of AWS resources do not get on{{ with $labels.op_id }}: {{ . }} of {{ $labels.service }}{{ end }}",
			Description: "What exists at AWS stays. New repositories, secrets, log groups or buckets, and changes of them, wait.",
		},
	)
}
