package dashboards

import "github.com/example/fastapi-gitops/generator/grafana"

// Series of Linkerd's proxies of edge-26.8.3, with the namespace of the pod from the PodMonitor. Inbound is what the proxy's own
// app is asked, so each request counts once.
const (
	meshRequests  = `request_total{direction="inbound",namespace=~"$namespace"}`
	meshResponses = `response_total{direction="inbound",namespace=~"$namespace"}`
	meshSuccesses = `response_total{direction="inbound",namespace=~"$namespace",classification="success"}`
	meshBuckets   = `response_latency_ms_bucket{direction="inbound",namespace=~"$namespace"}`
)

func mesh() grafana.Dashboard {
	return grafana.New("mesh", "Mesh", "What Linkerd's proxies carry, what they refuse, and whether it is encrypted.",
		[]grafana.Variable{grafana.LabelValues("namespace", "Namespace", `request_total{direction="inbound"}`, "namespace").WithAll()},
		grafana.Section{Title: "Requests", Panels: meshSignals()},
		grafana.Section{Title: "Security", Panels: meshSecurity()},
	)
}

func meshSignals() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("Rate", grafana.RequestsPerSecond,
			"Requests that reach the pods of a namespace. Gone while the ingress still has some: see what is refused below.",
			grafana.Query("{{namespace}}", "sum by (namespace) (rate("+meshRequests+"[$__rate_interval]))")).Stacked(),
		grafana.Graph("Success", grafana.Share,
			"The share of responses that are no failure, as the proxy judges it. Below 1 while the app's own errors are none: "+
				"connections break, so look for restarts and memory of the proxies.",
			grafana.Query("{{namespace}}", "sum by (namespace) (rate("+meshSuccesses+"[$__rate_interval]))\n/\n"+
				"sum by (namespace) (rate("+meshResponses+"[$__rate_interval]))")).Full(1),
		grafana.Graph("Latency", grafana.Milliseconds,
			"Until the response's first byte, from the proxy of the pod that answers. Higher than the app's own: the proxy lacks CPU.",
			quantiles(meshBuckets)...),
		grafana.Graph("Failures on the way out", grafana.RequestsPerSecond,
			"Failed requests of pods by the deployment that they asked. Look at that app's dashboard.",
			grafana.Query("{{namespace}} to {{dst_namespace}}/{{dst_deployment}}", `sum by (namespace, dst_namespace, dst_deployment) `+
				`(rate(response_total{direction="outbound",namespace=~"$namespace",classification="failure"}[$__rate_interval]))`)),
	}
}

func meshSecurity() []grafana.Panel {
	return []grafana.Panel{
		grafana.Graph("Refused", grafana.RequestsPerSecond,
			"Requests that no AuthorizationPolicy admits, by Server. If the caller should be admitted, name it in the app's callers; "+
				"if not, find out by client_id in the proxy's log who asks.",
			grafana.Query("{{namespace}}/{{srv_name}}",
				`sum by (namespace, srv_name) (rate(inbound_http_authz_deny_total{namespace=~"$namespace"}[$__rate_interval]))`)),
		grafana.Graph("Without a route", grafana.RequestsPerSecond,
			"Requests to paths that no HTTPRoute of the app has, which are answered with 404. Somebody scans, or a route is missing.",
			grafana.Query("{{namespace}}/{{srv_name}}",
				`sum by (namespace, srv_name) (rate(inbound_http_route_not_found_total{namespace=~"$namespace"}[$__rate_interval]))`)),
		grafana.Graph("Connections", grafana.Count,
			"Open ones to the pods, by whether both ends are proxies. Others than true are the kubelet's probes; "+
				"if they grow, somebody outside of the mesh connects.",
			grafana.Query("{{namespace}}, mutual TLS: {{tls}}",
				`sum by (namespace, tls) (tcp_open_connections{direction="inbound",peer="src",namespace=~"$namespace"})`)).Stacked(),
		grafana.Stat("Proxies", grafana.Count,
			"That answer Prometheus. Fewer than pods: the injector was down when a pod began, so delete that pod.",
			grafana.Query("", `count(proxy_build_info{namespace=~"$namespace"})`)),
		grafana.Stat("Next identity ends in", grafana.Seconds,
			"The least time that a proxy's certificate has left. They are renewed after 70 % of a day: "+
				"below four hours, linkerd-identity does not sign. Look at its log and at cert-manager's issuer.",
			grafana.Query("", `min(control_identity_cert_expiration_timestamp_seconds{namespace=~"$namespace"}) - time()`)).Below(14400, 3600),
	}
}
