package externalsecrets

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Jobs are called after the Services of the chart external-secrets 2.9.0, which scrapes with honorLabels: false: a metric's own
// label namespace, that of the ExternalSecret, is exported_namespace.
const (
	controllerJob = "external-secrets-metrics"
	webhookJob    = "external-secrets-webhook"
)

// alerts on the metrics of External Secrets v2.9.0, in pkg/controllers/externalsecret/esmetrics and pkg/controllers/secretstore/
// ssmetrics. None pages: a Secret that is there stays.
func alerts(c *plan.Cluster) manifest.Object {
	ready := `{namespace="` + name + `",job="` + controllerJob + `",condition="Ready",status="False"}`
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "ExternalSecretNotSynced", Severity: component.Ticket, For: "30m",
			Expr:        "max by (exported_namespace, name) (externalsecret_status_condition" + ready + ") == 1",
			Summary:     "ExternalSecret {{ $labels.exported_namespace }}/{{ $labels.name }} is not synced",
			Description: "Its Secret stays as it was, or is not there: pods that mount it wait, and a rotation does not arrive.",
		},
		component.Alert{
			Name: "SecretStoreNotReady", Severity: component.Ticket, For: "15m",
			Expr:        "max by (exported_namespace, name) (secretstore_status_condition" + ready + ") == 1",
			Summary:     "The SecretStore of {{ $labels.exported_namespace }} cannot read AWS Secrets Manager",
			Description: "No secret of the namespace is refreshed.",
		},
		component.Alert{
			Name: "ExternalSecretsDown", Severity: component.Ticket, For: "15m",
			Expr:        component.Down(name, controllerJob, webhookJob),
			Summary:     "External Secrets is down: {{ $labels.job }}",
			Description: "No secret is refreshed; without the webhook no ExternalSecret or SecretStore can be changed, and syncs that hold one fail.",
		},
	)
}
