package dashboards

import "github.com/example/fastapi-gitops/generator/grafana"

func argoCD() grafana.Dashboard {
	return grafana.New("argo-cd", "Argo CD", "Whether what runs is what git says, and how soon a commit arrives.", nil,
		grafana.Section{Title: "Now", Panels: applicationsNow()},
		grafana.Section{Title: "Applications", Panels: applications()},
		grafana.Section{Title: "At work", Panels: atWork()},
	)
}

func applicationsNow() []grafana.Panel {
	return []grafana.Panel{
		grafana.Stat("Out of sync", grafana.Count,
			"Applications that differ from git. Outside of a sync window and for more than minutes: argocd app diff says in what.",
			grafana.Query("", `count(argocd_app_info{sync_status!="Synced"}) or vector(0)`)).Above(1, 5),
		grafana.Stat("Not healthy", grafana.Count,
			"Degraded or missing. The application's page shows which object; of an app, go on at its own dashboard.",
			grafana.Query("", `count(argocd_app_info{health_status=~"Degraded|Missing"}) or vector(0)`)).Above(1, 3),
		grafana.Stat("Failed syncs of a day", grafana.Count,
			"The application's last operation says what the API server refused.",
			grafana.Query("", `sum(increase(argocd_app_sync_total{phase=~"Error|Failed"}[1d])) or vector(0)`)).Above(1, 5),
		grafana.Stat("Queued", grafana.Count,
			"Applications that wait for the controller. If it does not go down: its CPU, its shards, or a git server that is slow.",
			grafana.Query("", `sum(workqueue_depth{name=~"app_.*_queue"})`)).Above(50, 200),
	}
}

func applications() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("By sync status", grafana.Count,
			"Many OutOfSync at once: a commit that is not synced yet, or a window that denies it. Unknown: the repository cannot be read.",
			grafana.Query("{{sync_status}}", "count by (sync_status) (argocd_app_info)")).Stacked(),
		grafana.Graph("By health", grafana.Count,
			"Progressing for long: pods do not become ready. Suspended: a canary waits for a person.",
			grafana.Query("{{health_status}}", "count by (health_status) (argocd_app_info)")).Stacked(),
		grafana.Graph("Syncs", grafana.Count,
			"In an hour, by how they ended. The same application again and again: somebody changes in the cluster what git says.",
			grafana.Query("{{project}} {{phase}}", "sum by (project, phase) (increase(argocd_app_sync_total[1h]))")).Stacked(),
	}
}

func atWork() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("Time to reconcile", grafana.Seconds,
			"Of one application. If it grows with the number of applications, the controller needs CPU or another shard.",
			quantiles("argocd_app_reconcile_bucket")...),
		grafana.Graph("Git requests", grafana.PerSecond,
			"By kind. Far more than commits: a webhook is missing, or caches were lost with Redis.",
			grafana.Query("{{request_type}}", "sum by (request_type) (rate(argocd_git_request_total[$__rate_interval]))")),
		grafana.Graph("Time of git requests", grafana.Seconds,
			"Slow: the git server, or the way to it. Everything else waits for them.",
			quantiles("argocd_git_request_duration_seconds_bucket")...),
		grafana.Graph("Queues", grafana.Count,
			"What waits for the controller, by queue. It goes up after each commit, and down within minutes.",
			grafana.Query("{{name}}", `sum by (name) (workqueue_depth{name=~"app_.*_queue"})`)),
	}
}
