package certmanager

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// series selects those of the controller. The ServiceMonitor of the chart cert-manager v1.21.1 takes the job from the label
// app.kubernetes.io/name, and a metric's own label namespace, that of the Certificate, becomes exported_namespace.
const (
	of     = `namespace="` + name + `",job="` + name + `"`
	series = "{" + of + "}"
)

// alerts on the metrics of cert-manager v1.21.1, in internal/collectors/certificate_collector.go. A Certificate that was never
// issued has the time 0. Failures of ACME show as Certificates that are not ready or not renewed.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "CertificateExpiring", Severity: component.Page, For: "10m",
			Expr:        "min by (exported_namespace, name) ((certmanager_certificate_expiration_timestamp_seconds" + series + " > 0) - time()) < 43200",
			Summary:     "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }}",
			Description: "It should have been renewed long ago. Once it has ended, clients refuse what it secures.",
		},
		component.Alert{
			Name: "CertificateNotRenewed", Severity: component.Ticket, For: "15m",
			Expr:        "time() - max by (exported_namespace, name) (certmanager_certificate_renewal_timestamp_seconds" + series + " > 0) > 7200",
			Summary:     "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} is not renewed",
			Description: "Its renewal was due {{ $value | humanizeDuration }} ago.",
		},
		component.Alert{
			Name: "CertificateNotReady", Severity: component.Ticket, For: "1h",
			Expr:        `max by (exported_namespace, name) (certmanager_certificate_ready_status{` + of + `,condition!="True"}) == 1`,
			Summary:     "Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} is not ready",
			Description: "Nobody has signed it for an hour: its host is served with a certificate that browsers refuse, or not at all.",
		},
		component.Alert{
			Name: "CertManagerDown", Severity: component.Ticket, For: "30m",
			Expr:        component.Down(name, name, "webhook"),
			Summary:     "cert-manager's {{ $labels.job }} is down",
			Description: "Certificates are neither made nor renewed. The mesh's issuer, which lives for two days, ends first.",
		},
	)
}
