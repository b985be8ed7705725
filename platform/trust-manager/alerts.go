package trustmanager

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// job is called after the Service of the chart trust-manager v0.24.0: its ServiceMonitor names a label for the job that the
// Service does not have.
const job = "trust-manager-metrics"

// alerts: trust-manager v0.24.0 has the metrics of controller-runtime alone.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, name, namespace,
		component.Alert{
			Name: "TrustManagerFailing", Severity: component.Ticket, For: component.Retried,
			Expr:        component.Down(namespace, job) + "\nor\n" + component.Failing(namespace, job),
			Summary:     "trust-manager does not keep the mesh's trust anchors",
			Description: "Proxies start with the anchors of before. Do not rotate the anchor meanwhile.",
		},
	)
}
