package policy

import networkingv1 "k8s.io/api/networking/v1"

// route is what the ingress controller tells apps apart by.
type route struct{ host, path string }

// routes: a host and path belong to one app in one environment, over the whole fleet: DNS knows one address for a host.
// A standby cluster serves the same routes for the same app.
func routes(w *world, r *report) {
	taken := map[route]*object{}
	for _, c := range w.clusters {
		here := map[route]*object{}
		for _, o := range c.objects {
			ingress, ok := o.Object.(*networkingv1.Ingress)
			if !ok {
				continue
			}
			for i := range ingress.Spec.Rules {
				claims(o, at("spec.rules", i), &ingress.Spec.Rules[i], taken, here, r)
			}
		}
	}
}

// claims notes the routes of a rule and reports those that are taken, in the cluster by anyone and elsewhere by another.
func claims(o *object, field string, rule *networkingv1.IngressRule, taken, here map[route]*object, r *report) {
	if rule.HTTP == nil {
		return
	}
	for i, p := range rule.HTTP.Paths {
		to := route{rule.Host, p.Path}
		other := here[to]
		if first := taken[to]; other == nil && first != nil && first.id != o.id {
			other = first
		}
		if other != nil {
			r.add(o, field+".host", "%s%s is already the route of %s (%s)", to.host, to.path, other.id, other.Path)
			r.add(o, at(field+".http.paths", i, ".path"), "%s%s is already the route of %s (%s)", to.host, to.path, other.id, other.Path)
		}
		here[to] = o
		if taken[to] == nil {
			taken[to] = o
		}
	}
}
