package dashboards

import "github.com/example/fastapi-gitops/generator/grafana"

// Series of ingress-nginx 1.15. Its own label namespace is that of the Ingress, which Prometheus calls exported_namespace beside
// that of the controller.
const (
	ingressRequests = `nginx_ingress_controller_requests{ingress=~"$ingress"}`
	ingressFailures = `nginx_ingress_controller_requests{ingress=~"$ingress",status=~"5.."}`
	ingressBuckets  = `nginx_ingress_controller_request_duration_seconds_bucket{ingress=~"$ingress"}`
	upstreamBuckets = `nginx_ingress_controller_response_duration_seconds_bucket{ingress=~"$ingress"}`
)

func ingress() grafana.Dashboard {
	return grafana.New("ingress", "Ingress",
		"What comes in from outside: requests by Ingress of each environment, and the state of ingress-nginx.",
		[]grafana.Variable{grafana.LabelValues("ingress", "Ingress", "nginx_ingress_controller_requests", "ingress").WithAll()},
		grafana.Section{Title: "Requests", Panels: ingressSignals()},
		grafana.Section{Title: "Controller", Panels: ingressController()},
	)
}

func ingressSignals() []grafana.Panel {
	const by = "sum by (exported_namespace, ingress) "
	return []grafana.Panel{
		grafana.Graph("Rate", grafana.RequestsPerSecond,
			"Requests by Ingress. All gone at once: look at the load balancer's targets in AWS and at the DNS name; one gone: at its app.",
			grafana.Query("{{exported_namespace}}/{{ingress}}", by+"(rate("+ingressRequests+"[$__rate_interval]))")).Stacked(),
		grafana.Graph("Errors", grafana.Share,
			"The share of answers with 5xx. 502 and 503 without errors on the app's dashboard: it has no ready pod, or the mesh refuses.",
			grafana.Query("{{exported_namespace}}/{{ingress}}", by+"(rate("+ingressFailures+"[$__rate_interval]))\n/\n"+
				by+"(rate("+ingressRequests+"[$__rate_interval]))")),
		grafana.Graph("Status", grafana.RequestsPerSecond,
			"Answers by status. Many 4xx from few: look for them in the access log; 413 and 504: the limits in the Ingress's annotations.",
			grafana.Query("{{status}}", "sum by (status) (rate("+ingressRequests+"[$__rate_interval]))")).Stacked(),
		grafana.Graph("Latency", grafana.Seconds,
			"From the first byte of a request to the last of its response, slow clients included. Compare with the next panel.",
			quantiles(ingressBuckets)...),
		grafana.Graph("Latency of the apps", grafana.Seconds,
			"What of it the apps took. If it is as high, look at the app's dashboard; if it is low, clients or nginx's CPU are slow.",
			quantiles(upstreamBuckets)...),
	}
}

func ingressController() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("Connections", grafana.Count,
			"By state. Waiting ones are idle and cost little; if writing grows without requests, the apps answer slowly.",
			grafana.Query("{{state}}", `sum by (state) (nginx_ingress_controller_nginx_process_connections{state!="active"})`)).Stacked(),
		grafana.Bars("Days until certificates end", grafana.Count,
			"By host. cert-manager renews 30 days before: below 20, see what kubectl describe certificate says in the environment.",
			grafana.Query("{{host}}", "(min by (host) (nginx_ingress_controller_ssl_expire_time_seconds) - time()) / 86400")).Below(20, 7),
		grafana.Stat("Failed reloads", grafana.Count,
			"Controllers whose last reload failed: they serve the configuration before it. Their log names the Ingress at fault.",
			grafana.Query("", "count(nginx_ingress_controller_config_last_reload_successful)\n-\n"+
				"sum(nginx_ingress_controller_config_last_reload_successful)")).Above(1, 2),
		grafana.Stat("Controllers", grafana.Count,
			"That answer Prometheus. Fewer than the two or more that should run: kubectl get pods -n ingress-nginx.",
			grafana.Query("", "count(nginx_ingress_controller_build_info)")).Below(2, 1),
	}
}
