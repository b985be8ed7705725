package argocd

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Jobs are called after the Services of the chart argo-cd 10.1.1. It scrapes with honorLabels: false, so a metric's own label
// namespace, that of the Application, is exported_namespace.
const (
	controllerJob = "argocd-application-controller-metrics"
	repoServerJob = "argocd-repo-server-metrics"
)

// alerts on the metrics of Argo CD v3.4.4, in controller/metrics/metrics.go and reposerver/metrics/metrics.go. Of a sync that fails
// they learn by what the Application is, not by argocd_app_sync_total: a counter that begins at its first failure shows no increase.
func alerts(c *plan.Cluster) manifest.Object {
	of := func(job string) string { return `namespace="` + plan.ArgoCDNamespace + `",job="` + job + `"` }
	return component.Alerts(c, name, plan.ArgoCDNamespace,
		component.Alert{
			Name: "ArgoCDDown", Severity: component.Page, For: "15m",
			Expr:        component.Down(plan.ArgoCDNamespace, controllerJob, repoServerJob),
			Summary:     "Argo CD syncs nothing: {{ $labels.job }} is down",
			Description: "No change reaches any cluster, a revert that repairs something included.",
		},
		component.Alert{
			Name: "ArgoCDNotReconciling", Severity: component.Page, For: "15m",
			Expr:        "sum(increase(argocd_app_reconcile_count{" + of(controllerJob) + "}[30m])) == 0",
			Summary:     "Argo CD is up and looks at no Application",
			Description: "For half an hour no Application was compared with git. No change reaches any cluster.",
		},
		component.Alert{
			Name: "ArgoCDGitFailing", Severity: component.Ticket, For: component.Retried,
			Expr: component.Repeats("argocd_git_lsremote_fail_total{"+of(repoServerJob)+"}", "repo") + "\nor\n" +
				component.Repeats("argocd_git_fetch_fail_total{"+of(repoServerJob)+"}", "repo"),
			Summary:     "Argo CD cannot read {{ $labels.repo }}",
			Description: "What runs stays as it is; no change of that repository arrives.",
		},
		component.Alert{
			Name: "ArgoCDAppNotSynced", Severity: component.Ticket, For: "4h",
			// environments may be closed from Friday to Monday
			Expr:        "argocd_app_info{" + of(controllerJob) + `,sync_status!="Synced"} == 1 and on () (day_of_week() > 0 and day_of_week() < 5)`,
			Summary:     "{{ $labels.name }} is {{ $labels.sync_status }} for hours",
			Description: "What {{ $labels.dest_namespace }} runs is not what git says: a sync fails, or Argo CD cannot tell.",
		},
		component.Alert{
			Name: "ArgoCDAppSyncLoop", Severity: component.Ticket, For: "10m",
			// Self-heal that never succeeds comes down to a sync in five minutes (--self-heal-backoff-cap-seconds), 36 in three hours.
			// Between them the Application may be Synced for long enough to start the four hours of ArgoCDAppNotSynced anew.
			Expr:        "sum by (name) (increase(argocd_app_sync_total{" + of(controllerJob) + "}[3h])) > 24",
			Summary:     "{{ $labels.name }} is synced again and again",
			Description: "Something in the cluster undoes what git says, or the comparison finds a difference that no sync ends.",
		},
		component.Alert{
			Name: "ArgoCDAppUnhealthy", Severity: component.Ticket, For: "1h",
			Expr:        "argocd_app_info{" + of(controllerJob) + `,health_status=~"Degraded|Missing|Progressing|Unknown"} == 1`,
			Summary:     "{{ $labels.name }} is {{ $labels.health_status }} for an hour",
			Description: "Something of it in {{ $labels.dest_namespace }} does not come up; Applications in later waves wait for it.",
		},
	)
}
