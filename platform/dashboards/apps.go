package dashboards

import "github.com/example/fastapi-gitops/generator/grafana"

// Series of the chosen app: what it says of itself, what its objectives record, and what the kubelet and the API server say of
// its container, which bears its name.
const (
	requests  = `http_request_duration_seconds_count{namespace="$namespace",job="$app"}`
	failures  = `http_request_duration_seconds_count{namespace="$namespace",job="$app",status=~"5.."}`
	durations = `http_request_duration_seconds_bucket{namespace="$namespace",job="$app"}`
	recorded  = `{namespace="$namespace",job="$app"}`
	container = `{namespace="$namespace",container="$app"}`
	scaler    = `{namespace="$namespace",horizontalpodautoscaler="$app"}`
)

// traffic is requests a second, by what a recorded ratio of errors is known by.
const traffic = `sum by (namespace, job) (rate(` + requests + `[1h]))`

// missed is the share of requests of 30 days that missed an objective: what each hour missed, weighed by its requests, without
// the hours that had none.
const missed = `sum_over_time((
  (slo:error_ratio:rate1h` + recorded + ` >= 0) * on (namespace, job) group_left ` + traffic + `
)[30d:1h])
/ on (namespace, job) group_left
sum_over_time(` + traffic + `[30d:1h])`

func apps() grafana.Dashboard {
	return grafana.New("apps", "Apps", "The golden signals of one app in one environment, and what is left of its error budget.",
		[]grafana.Variable{
			grafana.LabelValues("namespace", "Environment", "http_request_duration_seconds_count", "namespace"),
			grafana.LabelValues("app", "App", `http_request_duration_seconds_count{namespace="$namespace"}`, "job"),
		},
		grafana.Section{Title: "Objectives", Panels: objectives()},
		grafana.Section{Title: "Requests", Panels: signals()},
		grafana.Section{Title: "Saturation", Panels: saturation()},
	)
}

func objectives() []grafana.Panel {
	return []grafana.Panel{
		grafana.Stat("Attained over 30 days", grafana.Share,
			"The share of requests of 30 days, or of what Prometheus keeps, that met each objective. "+
				"Below what app.yaml says under slo, the team's next work is reliability.",
			grafana.Query("{{slo}}", "1 - "+missed)),
		grafana.Stat("Error budget left", grafana.Share,
			"What is left of the requests that may miss the objective within 30 days. "+
				"Near nothing, promote only what mends it: docs/runbooks/error-budget-burn.md.",
			grafana.Query("{{slo}}", "1 - "+missed+"\n/ on (namespace, job, slo)\nslo:error_budget:ratio"+recorded)).Below(0.5, 0.1),
		grafana.Graph("Budget burns", grafana.Count,
			"How many times faster than evenly over 30 days the budget went in the last hour. "+
				"Above 1 it does not last; at 14.4 somebody is paged. Compare with the last promotion and with the errors below.",
			grafana.Query("{{slo}}", "slo:error_ratio:rate1h"+recorded+" / slo:error_budget:ratio"+recorded)).Above(1, 14.4),
		grafana.Stat("Rollout", grafana.Count,
			"The phase of the canary, if there is one. Degraded: it was taken back. "+
				"The AnalysisRun in the app's namespace says by which objective.",
			grafana.Query("{{phase}}", `sum by (phase) (rollout_info{exported_namespace="$namespace",name="$app"})`)),
	}
}

func signals() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("Rate", grafana.RequestsPerSecond,
			"Requests by status. None where there should be some: look at the ingress dashboard, then at the pods.",
			grafana.Query("{{status}}", "sum by (status) (rate("+requests+"[$__rate_interval]))")).Stacked(),
		grafana.Graph("Errors", grafana.Share,
			"The share of requests that failed with 5xx. If it began with a new version, take that back; "+
				"else look for a route and an error in the app's log.",
			grafana.Query("5xx", "(sum(rate("+failures+"[$__rate_interval])) or vector(0))\n/\nsum(rate("+requests+"[$__rate_interval]))")),
		grafana.Graph("Latency", grafana.Seconds,
			"From a request's header to the end of its response, as the app sees it. "+
				"If p99 alone is high, some route is slow; if p50 is too, look at saturation.",
			quantiles(durations)...),
		grafana.Graph("Requests by version", grafana.Share,
			"The share of requests that the pods of each version answer: the canary's weight as it turns out. "+
				"Far from the Rollout's step, look at the HTTPRoute of the app.",
			grafana.Query("{{rollouts_pod_template_hash}}", "sum by (rollouts_pod_template_hash) (rate("+requests+"[$__rate_interval]))\n"+
				"/ on () group_left\nsum(rate("+requests+"[$__rate_interval]))")).Stacked().Full(1),
	}
}

func saturation() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("CPU of what is requested", grafana.Share,
			"Mean over the pods, which is what the autoscaler looks at. Above its target for long, with replicas at their maximum: "+
				"raise replicas.max or size in app.yaml.",
			grafana.Query("CPU", "sum(rate(container_cpu_usage_seconds_total"+container+"[$__rate_interval]))\n/\n"+
				`sum(kube_pod_container_resource_requests{namespace="$namespace",container="$app",resource="cpu"})`)),
		grafana.Graph("Memory of the limit", grafana.Share,
			"By pod. At 1 the kernel ends the process. If it climbs without end it is a leak; "+
				"if it is level, choose a larger size in app.yaml.",
			grafana.Query("{{pod}}", "sum by (pod) (container_memory_working_set_bytes"+container+")\n/\n"+
				`sum by (pod) (kube_pod_container_resource_limits{namespace="$namespace",container="$app",resource="memory"})`)).Full(1),
		grafana.Graph("Replicas", grafana.Count,
			"Wanted above running: pods wait for a node, see the cluster dashboard. At the maximum: raise replicas.max in app.yaml.",
			grafana.Query("running", "sum(kube_horizontalpodautoscaler_status_current_replicas"+scaler+")"),
			grafana.Query("wanted", "sum(kube_horizontalpodautoscaler_status_desired_replicas"+scaler+")"),
			grafana.Query("maximum", "sum(kube_horizontalpodautoscaler_spec_max_replicas"+scaler+")")),
		grafana.Graph("In flight", grafana.Count,
			"Requests under way, by pod. If one pod has far more than the others, look at its log; if all have, what they call is slow.",
			grafana.Query("{{pod}}", `sum by (pod) (http_requests_in_flight{namespace="$namespace",job="$app"})`)),
		grafana.Graph("Restarts", grafana.Count,
			"Of the last hour, by pod. kubectl describe says why: OOMKilled is memory, else see the log of the previous container.",
			grafana.Query("{{pod}}", "sum by (pod) (increase(kube_pod_container_status_restarts_total"+container+"[1h]))")),
	}
}
