package velero

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alerts on the metrics of Velero v1.18.1, in pkg/metrics/metrics.go. The job is called after the chart's Service. Neither pages:
// what runs is not harmed, and the copies of the nights before are there.
func alerts(c *plan.Cluster) manifest.Object {
	of := `{namespace="` + name + `",job="` + name + `",schedule!=""}`
	return component.Alerts(c, name, name,
		component.Alert{
			Name: "BackupFailed", Severity: component.Ticket, For: "10m",
			Expr:        "min by (schedule) (velero_backup_last_status" + of + ") == 0",
			Summary:     "The last backup by {{ $labels.schedule }} failed",
			Description: "It lacks something or is not there. If the next one does not succeed, BackupMissing follows.",
		},
		component.Alert{
			Name: "BackupMissing", Severity: component.Ticket, For: "30m",
			// none in 26 hours; the time is unknown after a start until the first look at the bucket, and before the first backup
			Expr: "time() - max(velero_backup_last_successful_timestamp" + of + ") > 93600\nor\n" +
				"absent(velero_backup_last_successful_timestamp" + of + ")",
			Summary:     "No backup for more than a day",
			Description: "What would be lost with the cluster grows: volumes, and Secrets that were made in it.",
		},
	)
}
