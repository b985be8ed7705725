package policy

import (
	networkingv1 "k8s.io/api/networking/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// route is what the ingress controller tells apps apart by.
type route struct{ host, path string }

// routes: a host and path belong to one app in one environment, over the whole fleet: DNS knows one address for a host.
// A standby cluster serves the same routes for the same app.
func routes(w *world, r *report) {
	taken := map[route]*object{}
	for _, c := range w.clusters {
		here := map[route]*object{}
		for _, o := range c.objects {
			for _, c := range claimed(o) {
				c.claims(o, taken, here, r)
			}
		}
	}
}

// claim is a route that an object wants, and the fields that say so.
type claim struct {
	route
	hostField, pathField string
}

// claimed are the routes of an Ingress, or of an HTTPRoute by which people come in.
func claimed(o *object) []claim {
	var all []claim
	switch t := o.Object.(type) {
	case *networkingv1.Ingress:
		for i, rule := range t.Spec.Rules {
			if rule.HTTP == nil {
				continue
			}
			field := at("spec.rules", i)
			for j, p := range rule.HTTP.Paths {
				all = append(all, claim{route{rule.Host, p.Path}, field + ".host", at(field+".http.paths", j, ".path")})
			}
		}
	case *gatewayv1.HTTPRoute:
		for i, host := range t.Spec.Hostnames {
			for _, p := range publicPaths(t) {
				all = append(all, claim{route{string(host), p.path}, at("spec.hostnames", i), p.field})
			}
		}
	}
	return all
}

// claims notes the route and reports it if it is taken, in the cluster by anyone and elsewhere by another.
func (c claim) claims(o *object, taken, here map[route]*object, r *report) {
	other := here[c.route]
	if first := taken[c.route]; other == nil && first != nil && first.id != o.id {
		other = first
	}
	if other != nil {
		r.add(o, c.hostField, "%s%s is already the route of %s (%s)", c.host, c.path, other.id, other.Path)
		r.add(o, c.pathField, "%s%s is already the route of %s (%s)", c.host, c.path, other.id, other.Path)
	}
	here[c.route] = o
	if taken[c.route] == nil {
		taken[c.route] = o
	}
}
