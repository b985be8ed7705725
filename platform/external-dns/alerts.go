package externaldns

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alerts on the metrics of external-dns v0.21.0, in controller/metrics.go: the time of the last sync stands still whatever fails,
// be it Kubernetes, Route 53 or the registry. The chart external-dns 1.21.1 takes the job from the label
// app.kubernetes.io/instance.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "ExternalDNSStale", Severity: component.Ticket, For: "15m",
			Expr: component.Down(name, name) + "\nor\n" +
				`time() - max(external_dns_controller_last_sync_timestamp_seconds{namespace="` + name + `",job="` + name + `"}) > 900`,
			Summary:     "external-dns has synced no record for half an hour",
			Description: "Names of before still lead where they led; new hosts, and a new load balancer's address, are not published.",
		},
	)
}
