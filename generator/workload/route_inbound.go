package workload

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// gatewayAPI is the API group of routes.
const gatewayAPI = gatewayv1.GroupName

// inboundRoutes divide what arrives at the app's Server by who may send it. The route of which more of the path
// matches wins, then one with a method (linkerd/http/route/src/http/match.rs of https://github.com/linkerd/linkerd2-proxy). Once a Server has a route, Linkerd admits the kubelet's probes no longer by itself, and answers 404
// to what no route matches (https://linkerd.io/2-edge/features/server-policy/).
func inboundRoutes(w *plan.Workload) []manifest.Object {
	return []manifest.Object{
		inboundRoute(w, w.InboundRoute(), pathMatch(gatewayv1.PathMatchPathPrefix, "/")),
		inboundRoute(w, w.MetricsRoute(), pathMatch(gatewayv1.PathMatchRegularExpression, spellings(w.Metrics))),
		inboundRoute(w, w.ProbesRoute(), probeMatch(w.Probes.Live), probeMatch(w.Probes.Ready)),
	}
}

func inboundRoute(w *plan.Workload, name string, matches ...gatewayv1.HTTPRouteMatch) *gatewayv1.HTTPRoute {
	route := httpRoute(w, name, gatewayv1.ParentReference{
		Group: ptr.To[gatewayv1.Group](linkerd), Kind: ptr.To[gatewayv1.Kind]("Server"), Name: gatewayv1.ObjectName(w.Name),
	})
	route.ObjectMeta = meshMeta(w, name)
	route.Spec.Rules = []gatewayv1.HTTPRouteRule{{Matches: matches}}
	return route
}

func pathMatch(by gatewayv1.PathMatchType, path string) gatewayv1.HTTPRouteMatch {
	return gatewayv1.HTTPRouteMatch{Path: &gatewayv1.HTTPPathMatch{Type: &by, Value: &path}}
}

// probeMatch is what the kubelet asks, and nothing more: whoever is in the cluster's network may ask it.
func probeMatch(path string) gatewayv1.HTTPRouteMatch {
	match := pathMatch(gatewayv1.PathMatchExact, path)
	match.Method = ptr.To(gatewayv1.HTTPMethodGet)
	return match
}

// spellings matches a path and what is below it however its characters are percent-encoded. Neither nginx nor the mesh decodes a
// path that it passes on, and the app does: GET /%6Detrics would reach the metrics by the route for everything else (RFC 3986,
// section 2.1).
func spellings(path string) string {
	var pattern strings.Builder
	for i, c := range []byte(path) {
		if i == 0 { // a request's path starts with / itself
			pattern.WriteByte(c)
			continue
		}
		fmt.Fprintf(&pattern, "(%s|%%%s)", regexp.QuoteMeta(string(c)), hexadecimal(c))
	}
	return pattern.String() + "((/|%2[Ff]).*)?"
}

// hexadecimal matches the code of a character, with letters of both cases.
func hexadecimal(c byte) string {
	code := fmt.Sprintf("%02X", c)
	if last := code[1:]; last >= "A" {
		return code[:1] + "[" + last + strings.ToLower(last) + "]"
	}
	return code
}
