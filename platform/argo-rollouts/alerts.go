package argorollouts

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// job is called after the Service of the chart argo-rollouts 2.41.0, which does not set honorLabels: a metric's own label
// namespace, that of the Rollout, is exported_namespace.
const job = "argo-rollouts-metrics"

// alerts on the metrics of Argo Rollouts v1.9.1, in controller/metrics/prommetrics.go, with the phases in
// controller/metrics/rollouts.go.
func alerts(c *plan.Cluster) manifest.Object {
	of := `{namespace="` + name + `",job="` + job + `",phase=`
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "RolloutsDown", Severity: component.Page, For: "10m",
			Expr:        component.Down(name, job),
			Summary:     "Argo Rollouts is down",
			Description: "Apps with canaries keep the pods they have: autoscalers cannot add any, and a bad version is not taken back.",
		},
		component.Alert{
			Name: "CanaryAborted", Severity: component.Ticket, For: "5m",
			Expr:        "max by (exported_namespace, name, phase) (rollout_info" + of + `~"Abort|Error|InvalidSpec|Timeout"}) == 1`,
			Summary:     "The new version of {{ $labels.name }} in {{ $labels.exported_namespace }} was taken back",
			Description: "The old version serves. Git still says the new one (phase {{ $labels.phase }}).",
		},
		component.Alert{
			Name: "CanaryUndecided", Severity: component.Ticket, For: "2h",
			Expr:        "max by (exported_namespace, name) (rollout_info" + of + `"Paused"}) == 1`,
			Summary:     "The canary of {{ $labels.name }} in {{ $labels.exported_namespace }} stands still",
			Description: "Nothing says whether the new version is good: it gets no requests, its metrics cannot be read, or somebody paused it.",
		},
	)
}
