package meshpol_test

import (
	"net/netip"
	"strings"
	"testing"

	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"github.com/example/fastapi-gitops/generator/meshpol"
	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/yaml"
)

// objects are a Server with three routes, one without, and a namespace that denies by default.
const objects = `
{kind: Namespace, metadata: {name: prod, annotations: {config.linkerd.io/default-inbound-policy: deny}}}
---
{kind: Server, metadata: {name: shop, namespace: prod}, spec: {podSelector: {matchLabels: {app: shop}}, port: http}}
---
{kind: HTTPRoute, metadata: {name: all, namespace: prod}, spec: {parentRefs: [{group: policy.linkerd.io, kind: Server, name: shop}],
  rules: [{matches: [{path: {type: PathPrefix, value: /}}]}]}}
---
{kind: HTTPRoute, metadata: {name: metrics, namespace: prod}, spec: {parentRefs: [{group: policy.linkerd.io, kind: Server, name: shop}],
  rules: [{matches: [{path: {type: PathPrefix, value: /metrics}}, {path: {type: RegularExpression, value: '/%6D.*'}}]}]}}
---
{kind: HTTPRoute, metadata: {name: probes, namespace: prod}, spec: {parentRefs: [{group: policy.linkerd.io, kind: Server, name: shop}],
  rules: [{matches: [{path: {type: Exact, value: /healthz}, method: GET}]}]}}
---
{kind: HTTPRoute, metadata: {name: outbound, namespace: prod}, spec: {parentRefs: [{group: "", kind: Service, name: shop, port: 80}],
  rules: [{matches: [{path: {type: Exact, value: /metrics}, method: GET}]}]}}
---
{kind: AuthorizationPolicy, metadata: {name: all, namespace: prod}, spec: {targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: all},
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: callers}]}}
---
{kind: AuthorizationPolicy, metadata: {name: probes, namespace: prod}, spec: {targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: probes},
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes}]}}
---
{kind: AuthorizationPolicy, metadata: {name: lost, namespace: prod}, spec: {targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: metrics},
  requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: not-there}]}}
---
{kind: MeshTLSAuthentication, metadata: {name: callers, namespace: prod}, spec: {identityRefs: [{kind: ServiceAccount, name: cart},
  {kind: ServiceAccount, name: nginx, namespace: ingress}]}}
---
{kind: NetworkAuthentication, metadata: {name: nodes, namespace: prod}, spec: {networks: [{cidr: 10.0.0.0/16, except: [10.0.9.0/24]}]}}
---
{kind: Server, metadata: {name: admin, namespace: prod}, spec: {podSelector: {}, port: 4191}}
---
{kind: AuthorizationPolicy, metadata: {name: admin, namespace: prod}, spec: {targetRef: {group: policy.linkerd.io, kind: Server, name: admin},
  requiredAuthenticationRefs: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]}}
---
{kind: Server, metadata: {name: open, namespace: prod}, spec: {podSelector: {}, port: 7000, accessPolicy: all-authenticated}}
`

func evaluator(t *testing.T) *meshpol.Evaluator {
	t.Helper()
	e := meshpol.New()
	for text := range strings.SplitSeq(objects, "---\n") {
		var kind metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(text), &kind); err != nil {
			t.Fatal(err)
		}
		object := map[string]metav1.Object{
			"Namespace": &corev1.Namespace{}, "Server": &servers.Server{}, "HTTPRoute": &gatewayv1.HTTPRoute{},
			"AuthorizationPolicy": &linkerd.AuthorizationPolicy{}, "MeshTLSAuthentication": &linkerd.MeshTLSAuthentication{},
			"NetworkAuthentication": &linkerd.NetworkAuthentication{},
		}[kind.Kind]
		if err := yaml.UnmarshalStrict([]byte(text), object); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		e.Add(object)
	}
	return e
}

func TestEvaluate(t *testing.T) {
	shop := meshpol.Pod{Namespace: "prod", Labels: map[string]string{"app": "shop"}, Ports: map[string]int32{"http": 8000}}
	open := meshpol.Pod{Namespace: "prod", Annotations: map[string]string{meshpol.DefaultPolicy: "all-unauthenticated"}}
	node, except, outside := client("", "10.0.1.1"), client("", "10.0.9.1"), client("", "203.0.113.7")
	cart, nginx, prometheus := client("prod/cart", "10.0.1.2"), client("ingress/nginx", "10.0.1.3"), client("monitoring/prometheus", "10.0.1.4")
	for _, c := range []struct {
		name         string
		to           meshpol.Pod
		port         int32
		from         meshpol.Client
		method, path string
		want         meshpol.Verdict
	}{
		{"a caller", shop, 8000, cart, "POST", "/buy", meshpol.Verdict{Allowed: true, Server: "shop", Route: "all", Policy: "all"}},
		{"a caller of another namespace", shop, 8000, nginx, "GET", "/", meshpol.Verdict{Allowed: true, Server: "shop", Route: "all", Policy: "all"}},
		{"an account of the same name elsewhere", shop, 8000, client("dev/cart", "10.0.1.2"), "GET", "/", meshpol.Verdict{Server: "shop", Route: "all"}},
		{"nobody's proxy", shop, 8000, node, "GET", "/", meshpol.Verdict{Server: "shop", Route: "all"}},
		{"the longer prefix", shop, 8000, cart, "GET", "/metrics", meshpol.Verdict{Server: "shop", Route: "metrics"}},
		{"below the prefix", shop, 8000, cart, "GET", "/metrics/", meshpol.Verdict{Server: "shop", Route: "metrics"}},
		{"no whole segment", shop, 8000, cart, "GET", "/metricsx", meshpol.Verdict{Allowed: true, Server: "shop", Route: "all", Policy: "all"}},
		{"an expression", shop, 8000, cart, "GET", "/%6Detrics", meshpol.Verdict{Server: "shop", Route: "metrics"}},
		{"a policy whose authentication is not there", shop, 8000, prometheus, "GET", "/metrics", meshpol.Verdict{Server: "shop", Route: "metrics"}},
		{"a probe", shop, 8000, node, "GET", "/healthz", meshpol.Verdict{Allowed: true, Server: "shop", Route: "probes", Policy: "probes"}},
		{"a probe of another method", shop, 8000, node, "POST", "/healthz", meshpol.Verdict{Server: "shop", Route: "all"}},
		{"a probe from elsewhere", shop, 8000, outside, "GET", "/healthz", meshpol.Verdict{Server: "shop", Route: "probes"}},
		{"a probe from what is excepted", shop, 8000, except, "GET", "/healthz", meshpol.Verdict{Server: "shop", Route: "probes"}},
		{"a Server without routes", shop, 4191, prometheus, "GET", "/metrics", meshpol.Verdict{Allowed: true, Server: "admin", Policy: "admin"}},
		{"a Server without routes, to others", shop, 4191, cart, "GET", "/metrics", meshpol.Verdict{Server: "admin"}},
		{"an access policy", shop, 7000, cart, "GET", "/", meshpol.Verdict{Allowed: true, Server: "open"}},
		{"an access policy, without the mesh", shop, 7000, node, "GET", "/", meshpol.Verdict{Server: "open"}},
		{"the namespace's default", shop, 9000, cart, "GET", "/", meshpol.Verdict{}},
		{"the pod's default", open, 9000, outside, "GET", "/", meshpol.Verdict{Allowed: true}},
		{"a namespace that says nothing", meshpol.Pod{Namespace: "other"}, 80, outside, "GET", "/", meshpol.Verdict{Allowed: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := evaluator(t).Evaluate(meshpol.Request{From: c.from, To: c.to, Port: c.port, Method: c.method, Path: c.path})
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
		})
	}
}

// client is one with the identity namespace/account, or without any.
func client(identity, addr string) meshpol.Client {
	namespace, account, _ := strings.Cut(identity, "/")
	return meshpol.Client{Namespace: namespace, Account: account, Addr: netip.MustParseAddr(addr)}
}
