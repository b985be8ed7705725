package ingressnginx

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// job is called after the Service of the chart ingress-nginx 4.15.1, which scrapes with honorLabels: false: a metric's own label
// namespace, that of the Ingress, is exported_namespace.
const job = "ingress-nginx-controller-metrics"

// alerts on the metrics of ingress-nginx v1.15.1, in internal/ingress/metric/collectors/socket.go and controller.go. What apps
// answer themselves is their own alerts' matter; nginx says 502, 503 or 504 when it gets no answer, of which apps know nothing.
func alerts(c *plan.Cluster) manifest.Object {
	of := `namespace="` + name + `",job="` + job + `"`
	unanswered := "sum by (exported_namespace, ingress) (rate(nginx_ingress_controller_requests{" + of + `,status=~"502|503|504"}[5m]))`
	all := "sum by (exported_namespace, ingress) (rate(nginx_ingress_controller_requests{" + of + "}[5m]))"
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "IngressDown", Severity: component.Page, For: "5m",
			Expr:        component.Down(name, job),
			Summary:     "ingress-nginx is down",
			Description: "Nobody reaches any app, nor Argo CD.",
		},
		component.Alert{
			Name: "IngressErrors", Severity: component.Page, For: "10m",
			Expr:        unanswered + "\n/\n" + all + " > 0.05",
			Summary:     "Ingress {{ $labels.exported_namespace }}/{{ $labels.ingress }} gets no answer from its app",
			Description: "{{ $value | humanizePercentage }} of its requests end in 502, 503 or 504.",
		},
		component.Alert{
			Name: "IngressSlow", Severity: component.Ticket, For: "30m",
			Expr: "histogram_quantile(0.95, sum by (exported_namespace, ingress, le) (rate(nginx_ingress_controller_request_duration_seconds_bucket{" +
				of + "}[10m]))) > 2.5",
			Summary:     "Ingress {{ $labels.exported_namespace }}/{{ $labels.ingress }} is slow",
			Description: "One request in twenty takes longer than {{ $value | humanizeDuration }}, as people see it.",
		},
		component.Alert{
			Name: "IngressConfigStale", Severity: component.Ticket, For: "15m",
			Expr:        "min(nginx_ingress_controller_config_last_reload_successful{" + of + "}) == 0",
			Summary:     "nginx does not take its configuration",
			Description: "It goes on with the one of before: new hosts are not served, and a pod that starts has none at all.",
		},
		component.Alert{
			Name: "IngressCertificateExpiring", Severity: component.Page, For: "10m",
			Expr:        "min by (exported_namespace, secret_name, host) (nginx_ingress_controller_ssl_expire_time_seconds{" + of + "}) - time() < 86400",
			Summary:     "{{ $labels.host }} is served with a certificate that ends in {{ $value | humanizeDuration }}",
			Description: "Then browsers refuse it, whatever Secret {{ $labels.exported_namespace }}/{{ $labels.secret_name }} holds by now.",
		},
	)
}
