package workload

import (
	"strconv"
	"time"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// safeMethods are those that only read, so that a request can be sent twice (RFC 9110, section 9.2.1). TRACE is for nobody here.
var safeMethods = []gatewayv1.HTTPMethod{gatewayv1.HTTPMethodGet, gatewayv1.HTTPMethodHead, gatewayv1.HTTPMethodOptions}

// outboundRoutes tell the proxies of everyone who calls the app's Service how long to wait, and what to try again. Annotations of
// a route count for all that it matches, so that there are two of them; the one with methods wins where both match. There is never
// a ServiceProfile, which would take the place of all of this (https://linkerd.io/2-edge/reference/retries/).
func outboundRoutes(w *plan.Workload) []manifest.Object {
	all := outboundRoute(w, w.Name, timeout(w), pathMatch(gatewayv1.PathMatchPathPrefix, "/"))
	if w.Retries.Limit == 0 {
		return []manifest.Object{all}
	}
	var safe []gatewayv1.HTTPRouteMatch
	for _, method := range safeMethods {
		match := pathMatch(gatewayv1.PathMatchPathPrefix, "/")
		match.Method = ptr.To(method)
		safe = append(safe, match)
	}
	return []manifest.Object{all, outboundRoute(w, w.SafeRoute(), retried(w), safe...)}
}

func outboundRoute(w *plan.Workload, name string, annotations map[string]string, matches ...gatewayv1.HTTPRouteMatch) *gatewayv1.HTTPRoute {
	route := httpRoute(w, name, gatewayv1.ParentReference{
		Group: ptr.To[gatewayv1.Group](""), Kind: ptr.To[gatewayv1.Kind]("Service"),
		Name: gatewayv1.ObjectName(w.Name), Port: ptr.To[gatewayv1.PortNumber](servicePort),
	})
	route.Annotations = annotations
	route.Spec.Rules = []gatewayv1.HTTPRouteRule{{Matches: matches, BackendRefs: backendRefs(w)}}
	return route
}

// backendRefs are the Services that get the app's requests: with a canary that of the old version and that of the new one, with
// weights that Argo Rollouts changes.
func backendRefs(w *plan.Workload) []gatewayv1.HTTPBackendRef {
	if w.Canary == nil {
		return []gatewayv1.HTTPBackendRef{backendRef(w.Name)}
	}
	stable, coming := backendRef(w.StableService()), backendRef(w.CanaryService())
	stable.Weight, coming.Weight = ptr.To[int32](100), ptr.To[int32](0)
	return []gatewayv1.HTTPBackendRef{stable, coming}
}

func backendRef(service string) gatewayv1.HTTPBackendRef {
	return gatewayv1.HTTPBackendRef{BackendRef: gatewayv1.BackendRef{BackendObjectReference: gatewayv1.BackendObjectReference{
		Name: gatewayv1.ObjectName(service), Port: ptr.To[gatewayv1.PortNumber](servicePort),
	}}}
}

func timeout(w *plan.Workload) map[string]string {
	return map[string]string{"timeout.linkerd.io/request": milliseconds(time.Duration(w.Timeout) * time.Second)}
}

// retried gives each try its share of the timeout, so that the last one can still succeed.
func retried(w *plan.Workload) map[string]string {
	annotations := timeout(w)
	annotations["retry.linkerd.io/http"] = w.Retries.On
	annotations["retry.linkerd.io/limit"] = strconv.Itoa(int(w.Retries.Limit))
	annotations["retry.linkerd.io/timeout"] = milliseconds(w.TryTimeout())
	return annotations
}

// milliseconds is a duration as GEP-2257 and Linkerd both read it, who know no fractions: in seconds if they are whole.
func milliseconds(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
}

func httpRoute(w *plan.Workload, name string, parent gatewayv1.ParentReference) *gatewayv1.HTTPRoute {
	return &gatewayv1.HTTPRoute{
		TypeMeta:   typeMeta("gateway.networking.k8s.io/v1", "HTTPRoute"),
		ObjectMeta: objectMeta(w, name),
		Spec:       gatewayv1.HTTPRouteSpec{CommonRouteSpec: gatewayv1.CommonRouteSpec{ParentRefs: []gatewayv1.ParentReference{parent}}},
	}
}
