package policy

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// meshRoutes: a route has one parent, a Server or a port of a Service, and says nothing that Linkerd does not read: it ignores
// the whole route then, and nobody says so (policy-controller/k8s/index/src/{inbound,outbound}/index/http.rs at edge-26.8.3).
func meshRoutes(o *object, r *report) {
	route, ok := o.Object.(*gatewayv1.HTTPRoute)
	if !ok || o.namespace == nil || o.namespace.plan == nil || o.cluster.plan.Fleet.ByGateway() && public(route) {
		return
	}
	if len(route.Spec.ParentRefs) != 1 {
		r.add(o, "spec.parentRefs", "%d: expected one Server or one Service", len(route.Spec.ParentRefs))
		return
	}
	if len(route.Spec.Rules) == 0 {
		r.add(o, "spec.rules", "missing: the route matches nothing")
	}
	if len(route.Spec.Hostnames) > 0 {
		r.add(o, "spec.hostnames", "%q: the mesh knows an app by its Service, under whatever host", route.Spec.Hostnames)
	}
	for i := range route.Spec.Rules {
		routeRule(o, at("spec.rules", i), &route.Spec.Rules[i], r)
	}
	parent := route.Spec.ParentRefs[0]
	if deref(parent.Kind) == "Server" {
		inboundRoute(o, route, parent, r)
	} else {
		outboundRoute(o, route, parent, r)
	}
}

// routeRule reports what Linkerd, or the Gateway API's channel "standard" at 1.2, has not.
func routeRule(o *object, field string, rule *gatewayv1.HTTPRouteRule, r *report) {
	for _, unknown := range []struct {
		name string
		set  bool
	}{
		{"name", rule.Name != nil}, {"retry", rule.Retry != nil}, {"sessionPersistence", rule.SessionPersistence != nil},
	} {
		if unknown.set {
			r.add(o, field+"."+unknown.name, "experimental in Gateway API 1.2: the mesh ignores the route")
		}
	}
	if rule.Timeouts != nil {
		r.add(o, field+".timeouts", "the annotation timeout.linkerd.io/request says it, and wins")
	}
	for i, filter := range rule.Filters {
		routeFilter(o, at(field+".filters", i), filter, r)
	}
	for i, match := range rule.Matches {
		routeMatch(o, at(field+".matches", i), match, r)
	}
}

func routeFilter(o *object, field string, filter gatewayv1.HTTPRouteFilter, r *report) {
	known := []gatewayv1.HTTPRouteFilterType{
		gatewayv1.HTTPRouteFilterRequestHeaderModifier, gatewayv1.HTTPRouteFilterResponseHeaderModifier, gatewayv1.HTTPRouteFilterRequestRedirect,
	}
	if !slices.Contains(known, filter.Type) {
		r.add(o, field+".type", "%q: the mesh ignores a route with it; it knows %q", filter.Type, known)
	}
	if redirect := filter.RequestRedirect; redirect != nil && !slices.Contains([]int{301, 302}, ptr.Deref(redirect.StatusCode, 302)) {
		r.add(o, field+".requestRedirect.statusCode", "%d: expected 301 or 302, which Gateway API 1.2 has", *redirect.StatusCode)
	}
}

// matchTypes are those of paths.
var matchTypes = []gatewayv1.PathMatchType{gatewayv1.PathMatchExact, gatewayv1.PathMatchPathPrefix, gatewayv1.PathMatchRegularExpression}

// methods are those of HTTP, as the Gateway API has them.
var methods = []gatewayv1.HTTPMethod{
	gatewayv1.HTTPMethodGet, gatewayv1.HTTPMethodHead, gatewayv1.HTTPMethodPost, gatewayv1.HTTPMethodPut, gatewayv1.HTTPMethodDelete,
	gatewayv1.HTTPMethodConnect, gatewayv1.HTTPMethodOptions, gatewayv1.HTTPMethodTrace, gatewayv1.HTTPMethodPatch,
}

func routeMatch(o *object, field string, match gatewayv1.HTTPRouteMatch, r *report) {
	if match.Path != nil {
		oneOf(r, o, field+".path.type", deref(match.Path.Type), matchTypes...)
		if !strings.HasPrefix(ptr.Deref(match.Path.Value, "/"), "/") {
			r.add(o, field+".path.value", "%q: expected an absolute path", *match.Path.Value)
		}
	}
	if match.Method != nil && !slices.Contains(methods, *match.Method) {
		r.add(o, field+".method", "%q: expected one of %q", *match.Method, methods)
	}
}

// inboundRoute is for a Server of the namespace; the mesh takes neither a port nor a section of it, and sends to no other pod.
func inboundRoute(o *object, route *gatewayv1.HTTPRoute, parent gatewayv1.ParentReference, r *report) {
	const field = "spec.parentRefs[0]"
	if deref(parent.Group) != meshGroup {
		r.add(o, field+".group", "%q: expected %s", deref(parent.Group), meshGroup)
	}
	if parent.Namespace != nil || parent.Port != nil || parent.SectionName != nil {
		r.add(o, field, "a Server has no port and no section here, and is one of the route's own namespace")
	}
	if o.app != nil && string(parent.Name) != o.app.name {
		r.add(o, field+".name", "%q: expected %s, the Server of the app", parent.Name, o.app.name)
	}
	for i, rule := range route.Spec.Rules {
		if len(rule.Matches) == 0 {
			r.add(o, at("spec.rules", i, ".matches"), "missing: that is everything")
		}
		if len(rule.BackendRefs) > 0 {
			r.add(o, at("spec.rules", i, ".backendRefs"), "does nothing at a Server: what arrives goes to the pod")
		}
	}
	for _, name := range sortedKeys(route.Annotations) {
		if prefix, _, _ := strings.Cut(name, "/"); prefix == "timeout.linkerd.io" || prefix == "retry.linkerd.io" {
			r.add(o, key("metadata.annotations", name), "does nothing at a Server: the caller's proxy reads it from a route of the Service")
		}
	}
}

// outboundRoute is for a port of a Service, and sends to ports of Services.
func outboundRoute(o *object, route *gatewayv1.HTTPRoute, parent gatewayv1.ParentReference, r *report) {
	const field = "spec.parentRefs[0]"
	if group := ptr.Deref(parent.Group, gatewayv1.GroupName); group != "" && group != "core" {
		r.add(o, field+".group", `%q: expected "", which is that of Services and not the default`, group)
	}
	if deref(parent.Kind) != "Service" {
		r.add(o, field+".kind", "%q: expected Service or Server", ptr.Deref(parent.Kind, "Gateway"))
	}
	if parent.Namespace != nil || parent.SectionName != nil {
		r.add(o, field, "expected a Service of the route's own namespace: elsewhere the route would be for the callers of that namespace alone")
	}
	if o.app != nil && string(parent.Name) != o.app.name {
		r.add(o, field+".name", "%q: expected %s, which callers send to", parent.Name, o.app.name)
	}
	o.routePort(field+".port", string(parent.Name), parent.Port, r)
	for i, rule := range route.Spec.Rules {
		if len(rule.BackendRefs) == 0 {
			r.add(o, at("spec.rules", i, ".backendRefs"), "missing: every request would fail")
		}
		for j, backend := range rule.BackendRefs {
			o.backend(at(at("spec.rules", i, ".backendRefs"), j), backend, r)
		}
	}
	routeTimes(o, route, r)
}

// backend is a Service of the app, at a port that it has.
func (o *object) backend(field string, backend gatewayv1.HTTPBackendRef, r *report) {
	if group := deref(backend.Group); group != "" && group != "core" {
		r.add(o, field+".group", `%q: expected "", that of Services`, group)
	}
	if kind := ptr.Deref(backend.Kind, "Service"); kind != "Service" {
		r.add(o, field+".kind", "%q: expected Service", kind)
	}
	if backend.Namespace != nil && string(*backend.Namespace) != o.id.Namespace {
		r.add(o, field+".namespace", "%q: expected a Service of the route's own namespace", *backend.Namespace)
	}
	for i, filter := range backend.Filters {
		routeFilter(o, at(field+".filters", i), filter, r)
	}
	if to := o.cluster.get(manifest.ID{Kind: "Service", Namespace: o.id.Namespace, Name: string(backend.Name)}); to != nil && to.app != o.app {
		r.add(o, field+".name", "Service/%s is of another app: its callers and limits would not count", backend.Name)
	}
	o.routePort(field+".port", string(backend.Name), backend.Port, r)
}

// routePort is a port of a Service, by number; the rule "reference" reports a Service that is not there.
func (o *object) routePort(field, service string, port *gatewayv1.PortNumber, r *report) {
	found := o.namespace.service(service)
	if port == nil {
		r.add(o, field, "missing: expected a port of Service/%s", service)
		return
	}
	if found != nil && !slices.ContainsFunc(found.Spec.Ports, func(p corev1.ServicePort) bool { return p.Port == int32(*port) }) {
		r.add(o, field, "%d is no port of Service/%s", *port, service)
	}
}
