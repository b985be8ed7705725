package policy

import (
	"slices"
	"strings"

	envoy "github.com/example/fastapi-gitops/generator/api/envoygateway/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// public says whether people come in by a route: it has a Gateway for a parent, and so none in the mesh.
func public(route *gatewayv1.HTTPRoute) bool {
	return slices.ContainsFunc(route.Spec.ParentRefs, func(p gatewayv1.ParentReference) bool {
		return ptr.Deref(p.Group, gatewayv1.GroupName) == gatewayv1.GroupName && ptr.Deref(p.Kind, "Gateway") == "Gateway"
	})
}

// gateways: what the rule "ingress" is for Ingresses. A route takes hosts that the certificate of its listener covers and sends them
// to the app's Service; proxies send to the addresses of Services, to which the mesh alone balances; listeners end TLS.
func gateways(o *object, r *report) {
	switch t := o.Object.(type) {
	case *gatewayv1.HTTPRoute:
		if o.namespace != nil && o.namespace.plan != nil && public(t) {
			publicRoute(o, t, r)
		}
	case *gatewayv1.Gateway:
		for i := range t.Spec.Listeners {
			publicListener(o, at("spec.listeners", i), &t.Spec.Listeners[i], r)
		}
	case *envoy.EnvoyProxy:
		if t.Spec.RoutingType != "Service" {
			r.add(o, "spec.routingType", "%q: expected Service: the mesh balances only what is sent to the Service's address", t.Spec.RoutingType)
		}
	case *envoy.ClientTrafficPolicy:
		if t.Spec.ProxyProtocol == nil || t.Spec.ProxyProtocol.Optional {
			r.add(o, "spec.proxyProtocol", "expected it of everybody, or people could say that they are somebody else")
		}
		if t.Spec.TLS == nil || !slices.Contains([]string{"1.2", "1.3"}, t.Spec.TLS.MinVersion) {
			r.add(o, "spec.tls.minVersion", "expected 1.2 or 1.3")
		}
	}
}

func publicListener(o *object, field string, l *gatewayv1.Listener, r *report) {
	if from := l.AllowedRoutes; from == nil || from.Namespaces == nil || deref(from.Namespaces.From) == gatewayv1.NamespacesFromAll {
		r.add(o, field+".allowedRoutes.namespaces", "every namespace could take the requests for these hosts")
	}
	if l.Port == 80 {
		return // the redirect's
	}
	if l.Protocol != gatewayv1.HTTPSProtocolType || l.TLS == nil || len(l.TLS.CertificateRefs) == 0 {
		r.add(o, field+".tls", "missing: people would come in without TLS")
		return
	}
	for i, ref := range l.TLS.CertificateRefs {
		id := manifest.ID{Group: "cert-manager.io", Kind: "Certificate", Namespace: o.id.Namespace, Name: string(ref.Name)}
		if o.cluster.get(id) == nil {
			r.add(o, at(field+".tls.certificateRefs", i, ".name"), "no Certificate/%s makes this Secret", ref.Name)
		}
	}
}

func publicRoute(o *object, route *gatewayv1.HTTPRoute, r *report) {
	if len(route.Spec.ParentRefs) != 1 {
		r.add(o, "spec.parentRefs", "%d: expected one, the Gateway", len(route.Spec.ParentRefs))
		return
	}
	listener := o.listener(route.Spec.ParentRefs[0], r)
	if len(route.Spec.Hostnames) == 0 {
		r.add(o, "spec.hostnames", "missing: the app would take the requests for every host of the listener")
	}
	for i, host := range route.Spec.Hostnames {
		field := at("spec.hostnames", i)
		for _, wrong := range validation.IsDNS1123Subdomain(string(host)) {
			r.add(o, field, "%q: %s", host, wrong)
		}
		if listener != nil && !covers(listener.Host, string(host)) {
			r.add(o, field, "%q is no host of the listener for %s: nobody reaches the app", host, listener.Host)
		}
	}
	if len(route.Spec.Rules) == 0 {
		r.add(o, "spec.rules", "missing: nobody reaches the app")
	}
	for i := range route.Spec.Rules {
		publicRule(o, at("spec.rules", i), &route.Spec.Rules[i], r)
	}
	o.bounded(route.Name, r)
}

// listener is the one of the plan that a parent names.
func (o *object) listener(parent gatewayv1.ParentReference, r *report) *plan.Listener {
	const field = "spec.parentRefs[0]"
	if in := o.cluster.plan.Fleet.IngressController().Namespace; string(deref(parent.Namespace)) != in || parent.Name != plan.Gateway {
		r.add(o, field, "%s/%s: expected the Gateway %s of %s, or nobody serves it", deref(parent.Namespace), parent.Name, plan.Gateway, in)
		return nil
	}
	listeners := o.cluster.plan.Listeners()
	i := slices.IndexFunc(listeners, func(l plan.Listener) bool { return l.Name == string(deref(parent.SectionName)) })
	if i < 0 {
		r.add(o, field+".sectionName", "%q is no listener of the Gateway that ends TLS", deref(parent.SectionName))
		return nil
	}
	if !slices.Contains(listeners[i].Namespaces, o.id.Namespace) {
		r.add(o, field+".sectionName", "the listener %s takes no routes of %s", listeners[i].Name, o.id.Namespace)
	}
	return &listeners[i]
}

// covers says whether a certificate for a host, or for *.<domain>, is one for another host.
func covers(certified, host string) bool {
	if domain, wild := strings.CutPrefix(certified, "*"); wild {
		label, below := strings.CutSuffix(host, domain)
		return below && label != "" && !strings.Contains(label, ".")
	}
	return certified == host
}

func publicRule(o *object, field string, rule *gatewayv1.HTTPRouteRule, r *report) {
	if len(rule.Matches) == 0 {
		r.add(o, field+".matches", "missing: the app would take every path of its hosts")
	}
	for i, match := range rule.Matches {
		routeMatch(o, at(field+".matches", i), match, r)
	}
	if !slices.ContainsFunc(rule.Filters, strictTransport) {
		r.add(o, field+".filters", "%s is missing: browsers would come back without TLS", plan.StrictTransportHeader)
	}
	if rule.Timeouts == nil || rule.Timeouts.Request == nil {
		r.add(o, field+".timeouts.request", "missing: Envoy gives up after 15s, whatever the app's timeout is")
	}
	if len(rule.BackendRefs) != 1 {
		r.add(o, field+".backendRefs", "%d: expected one, the app's Service: the mesh divides what is sent to it", len(rule.BackendRefs))
	}
	for i, backend := range rule.BackendRefs {
		field := at(field+".backendRefs", i)
		if o.app != nil && string(backend.Name) != o.app.name {
			r.add(o, field+".name", "%q: expected %q, the app's own", backend.Name, o.app.name)
		}
		o.backend(field, backend, r)
	}
}

// strictTransport says whether a filter tells browsers to come back over TLS alone.
func strictTransport(f gatewayv1.HTTPRouteFilter) bool {
	return f.ResponseHeaderModifier != nil && slices.ContainsFunc(f.ResponseHeaderModifier.Set, func(h gatewayv1.HTTPHeader) bool {
		return strings.EqualFold(string(h.Name), plan.StrictTransportHeader) && h.Value == plan.StrictTransport
	})
}

// bounded: a policy bounds what one address may ask, and how much it may send.
func (o *object) bounded(route string, r *report) {
	for _, other := range o.cluster.objects {
		t, ok := other.Object.(*envoy.BackendTrafficPolicy)
		if ok && other.id.Namespace == o.id.Namespace && slices.Contains(t.Spec.TargetRefs, envoy.TargetRef{Group: gatewayv1.GroupName, Kind: "HTTPRoute", Name: route}) {
			if t.Spec.RateLimit == nil || len(t.Spec.RateLimit.Local.Rules) == 0 {
				r.add(other, "spec.rateLimit", "missing: one client could take the app from all others")
			}
			if t.Spec.RequestBuffer == nil {
				r.add(other, "spec.requestBuffer.limit", "missing: a request could be of any size")
			}
			return
		}
	}
	r.add(o, "", "no BackendTrafficPolicy bounds what one client may ask of this route")
}
