package linkerd

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Jobs are called after the PodMonitors of the chart linkerd-control-plane 2026.8.3, as namespace/name. The label component of
// the first is the container's name.
const (
	controllerJob = `job="linkerd/linkerd-controller"`
	proxyJob      = `job="linkerd/linkerd-proxy"`
)

// alerts on the metrics of Linkerd edge-26.8.3, in pkg/identity/service.go, and of its proxy v2.366.0, in
// linkerd/identity/src/metrics.rs and linkerd/app/inbound/src/metrics/authz.rs. That the issuer is renewed is cert-manager's
// alert; here it is whether the mesh took it.
func alerts(c *plan.Cluster) manifest.Object {
	return component.Alerts(c, "linkerd", plan.Mesh.Namespace,
		component.Alert{
			Name: "LinkerdControlPlaneDown", Severity: component.Page, For: "5m",
			Expr:        down("identity") + "\nor\n" + down("destination") + "\nor\n" + down("policy"),
			Summary:     "Linkerd's {{ $labels.component }} is down",
			Description: "Meshed pods that start stay without identity, addresses or policies. Those that run go on for hours.",
		},
		component.Alert{
			Name: "LinkerdInjectorDown", Severity: component.Page, For: "5m",
			Expr:        down("proxy-injector"),
			Summary:     "Linkerd's proxy-injector is down",
			Description: "The API server refuses every new pod of a meshed namespace: nothing can be scaled, restarted or moved to another node.",
		},
		component.Alert{
			Name: "LinkerdIssuerExpiring", Severity: component.Page, For: "10m",
			Expr:        "min(issuer_cert_ttl_seconds{" + controllerJob + `,component="identity"}) < 43200`,
			Summary:     "The mesh's issuer ends in {{ $value | humanizeDuration }}",
			Description: "Linkerd signs with an issuer that should have been replaced. When it ends, so do all connections between meshed pods.",
		},
		component.Alert{
			Name: "LinkerdProxyCertificateExpiring", Severity: component.Page, For: "10m",
			Expr:        "min by (namespace, pod) (control_identity_cert_expiration_timestamp_seconds{" + proxyJob + "} - time()) < 10800",
			Summary:     "The proxy of {{ $labels.namespace }}/{{ $labels.pod }} gets no new certificate",
			Description: "Its identity ends in {{ $value | humanizeDuration }}; then nobody in the mesh talks to it.",
		},
		component.Alert{
			Name: "LinkerdRequestsDenied", Severity: component.Ticket, For: component.Retried,
			Expr: component.Repeats("inbound_http_authz_deny_total{"+proxyJob+"}", "namespace, srv_name") + "\nor\n" +
				component.Repeats("inbound_tcp_authz_deny_total{"+proxyJob+"}", "namespace, srv_name"),
			Summary:     "The mesh refuses requests to {{ $labels.srv_name }} in {{ $labels.namespace }}",
			Description: "Someone calls it again and again whom its policies do not name.",
		},
		component.Alert{
			Name: "LinkerdTrustAnchor", Severity: component.Ticket, For: "1h",
			Expr: `time() - max(certmanager_certificate_not_before_timestamp_seconds{job="cert-manager",exported_namespace="` + trustNamespace +
				`",name="` + anchor +
				`"} > 0) > 94608000`,
			Summary:     "The mesh's trust anchor is three years old",
			Description: "Rotate it. Renewed in place, when it is nine years old, it would part pods that started before from those that start after.",
		},
	)
}

// down holds while Prometheus reaches no pod of a part of the control plane.
func down(part string) string {
	return component.Unreached(`namespace="`+plan.Mesh.Namespace+`",`+controllerJob+`,component="`+part+`"`, "namespace, job, component")
}
