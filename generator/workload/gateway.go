package workload

import (
	"time"

	envoy "github.com/example/fastapi-gitops/generator/api/envoygateway/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// Bounds of what one address may ask of one app, for each of Envoy's pods: those that ingress.go has for nginx, as both the burst and
// the mean. Envoy cannot bound the connections of one address. An app with other needs patches them, or the size of a body.
const (
	burst     = 250  // in a second
	perMinute = 3000 // 50 in each second of it
	bodyLimit = "1Mi"
)

// gateway takes what comes to the app's host at the Gateway's listener for it, and sends it to the app's Service as an Ingress
// would. Certificates, TLS and the redirect to it stand in platform/envoy-gateway.
func gateway(w *plan.Workload) []manifest.Object {
	if !w.Public || !w.Namespace.Cluster.Fleet.ByGateway() {
		return nil
	}
	return []manifest.Object{publicRoute(w), trafficPolicy(w)}
}

func publicRoute(w *plan.Workload) *gatewayv1.HTTPRoute {
	route := httpRoute(w, w.PublicRoute(), gatewayv1.ParentReference{
		Namespace:   ptr.To(gatewayv1.Namespace(w.Namespace.Cluster.Fleet.IngressController().Namespace)),
		Name:        plan.Gateway,
		SectionName: ptr.To(gatewayv1.SectionName(w.Listener())),
	})
	route.Spec.Hostnames = []gatewayv1.Hostname{gatewayv1.Hostname(w.Host)}
	route.Spec.Rules = []gatewayv1.HTTPRouteRule{{
		Matches: []gatewayv1.HTTPRouteMatch{pathMatch(gatewayv1.PathMatchPathPrefix, w.Path)},
		Filters: []gatewayv1.HTTPRouteFilter{{
			Type: gatewayv1.HTTPRouteFilterResponseHeaderModifier,
			ResponseHeaderModifier: &gatewayv1.HTTPHeaderFilter{Set: []gatewayv1.HTTPHeader{
				{Name: plan.StrictTransportHeader, Value: plan.StrictTransport},
			}},
		}},
		BackendRefs: []gatewayv1.HTTPBackendRef{backendRef(w.Name)},
		// the mesh knows how long the app may take, and says so with a 504 before Envoy gives up
		Timeouts: &gatewayv1.HTTPRouteTimeouts{
			Request: ptr.To(gatewayv1.Duration(milliseconds(time.Duration(w.Timeout+5) * time.Second))),
		},
	}}
	return route
}

func trafficPolicy(w *plan.Workload) *envoy.BackendTrafficPolicy {
	return &envoy.BackendTrafficPolicy{
		TypeMeta:   typeMeta(envoy.GroupVersion.String(), "BackendTrafficPolicy"),
		ObjectMeta: objectMeta(w, w.PublicRoute()),
		Spec: envoy.BackendTrafficPolicySpec{
			TargetRefs: []envoy.TargetRef{{Group: gatewayAPI, Kind: "HTTPRoute", Name: w.PublicRoute()}},
			RateLimit: &envoy.RateLimit{Type: "Local", Local: envoy.LocalRateLimit{Rules: []envoy.RateLimitRule{
				eachAddress(burst, "Second"), eachAddress(perMinute, "Minute"),
			}}},
			RequestBuffer: &envoy.RequestBuffer{Limit: resource.MustParse(bodyLimit)},
		},
	}
}

func eachAddress(requests int64, unit string) envoy.RateLimitRule {
	return envoy.RateLimitRule{
		ClientSelectors: []envoy.ClientSelector{{SourceCIDR: envoy.SourceCIDR{Type: "Distinct", Value: "0.0.0.0/0"}}},
		Limit:           envoy.RateLimitValue{Requests: requests, Unit: unit},
	}
}
