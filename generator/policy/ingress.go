package policy

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// issuerOf is the issuer whose certificates cert-manager puts into the Ingress's Secrets; empty if there is none.
func issuerOf(i *networkingv1.Ingress) string {
	if name := i.Annotations["cert-manager.io/cluster-issuer"]; name != "" {
		return name
	}
	return i.Annotations["cert-manager.io/issuer"]
}

// ingresses: people reach an app over HTTPS alone, through the ingress controller and the mesh, at hosts that the
// certificate covers.
func ingresses(o *object, r *report) {
	i, ok := o.Object.(*networkingv1.Ingress)
	if !ok {
		return
	}
	if o.cluster.plan.Fleet.ByGateway() {
		r.add(o, "", "no controller serves Ingresses in this fleet, which people come into by the Gateway API: expected an HTTPRoute")
		return
	}
	if class := deref(i.Spec.IngressClassName); class != plan.IngressClass {
		r.add(o, "spec.ingressClassName", "%q: expected %s, or no controller serves it", class, plan.IngressClass)
	}
	ingressAnnotations(o, i, r)
	covered := tlsHosts(o, &i.Spec, r)
	if len(i.Spec.Rules) == 0 {
		r.add(o, "spec.rules", "missing: nobody reaches the app")
	}
	if i.Spec.DefaultBackend != nil {
		r.add(o, "spec.defaultBackend", "takes every request that no other host takes")
	}
	for j := range i.Spec.Rules {
		ingressRule(o, at("spec.rules", j), &i.Spec.Rules[j], covered, r)
	}
}

func ingressAnnotations(o *object, i *networkingv1.Ingress, r *report) {
	const prefix, field = nginx + "/", "metadata.annotations"
	if i.Annotations[prefix+"service-upstream"] != "true" {
		r.add(o, key(field, prefix+"service-upstream"), `expected "true": the mesh balances only what is sent to the Service's address`)
	}
	for _, name := range []string{"limit-connections", "limit-rps"} {
		if o.app != nil && i.Annotations[prefix+name] == "" {
			r.add(o, key(field, prefix+name), "missing: one client could take the app from all others")
		}
	}
	for _, name := range []string{"ssl-redirect", "force-ssl-redirect"} {
		if i.Annotations[prefix+name] == "false" {
			r.add(o, key(field, prefix+name), "people would come in without TLS")
		}
	}
	if name := i.Annotations["cert-manager.io/cluster-issuer"]; !slices.Contains(o.cluster.issuers, name) {
		r.add(o, key(field, "cert-manager.io/cluster-issuer"), "no ClusterIssuer %q%s", name, hint(name, o.cluster.issuers))
	}
}

// findIssuers notes the ClusterIssuers of the tree, or the one of the plan where a fleet makes them elsewhere.
func (c *cluster) findIssuers() {
	for _, o := range c.objects {
		if o.id.Kind == "ClusterIssuer" {
			c.issuers = append(c.issuers, o.id.Name)
		}
	}
	if len(c.issuers) == 0 {
		c.issuers = []string{plan.ClusterIssuer}
	}
}

// tlsHosts judges the TLS section and returns the hosts that it covers.
func tlsHosts(o *object, spec *networkingv1.IngressSpec, r *report) map[string]bool {
	served, covered := map[string]bool{}, map[string]bool{}
	for _, rule := range spec.Rules {
		served[rule.Host] = true
	}
	if len(spec.TLS) == 0 {
		r.add(o, "spec.tls", "missing: people would come in without TLS")
	}
	for i, tls := range spec.TLS {
		if o.app != nil && !strings.HasPrefix(tls.SecretName, o.app.name+"-") || len(validation.IsDNS1123Subdomain(tls.SecretName)) > 0 {
			r.add(o, at("spec.tls", i, ".secretName"), "%q: expected a name that begins with the app's, so that no other app's certificate is overwritten", tls.SecretName)
		}
		if len(tls.Hosts) == 0 {
			r.add(o, at("spec.tls", i, ".hosts"), "missing: the certificate would be for no host")
		}
		for j, host := range tls.Hosts {
			if !served[host] {
				r.add(o, at(at("spec.tls", i, ".hosts"), j), "%q is the host of no rule%s", host, hint(host, sortedKeys(served)))
			}
			covered[host] = true
		}
	}
	return covered
}

func ingressRule(o *object, field string, rule *networkingv1.IngressRule, covered map[string]bool, r *report) {
	for _, wrong := range validation.IsDNS1123Subdomain(rule.Host) {
		r.add(o, field+".host", "%q: %s", rule.Host, wrong)
	}
	if !covered[rule.Host] {
		r.add(o, field+".host", "%q is not under spec.tls: people would come in without TLS", rule.Host)
	}
	if rule.HTTP == nil || len(rule.HTTP.Paths) == 0 {
		r.add(o, field+".http.paths", "missing: nobody reaches the app")
		return
	}
	for i, p := range rule.HTTP.Paths {
		at := at(field+".http.paths", i)
		if !strings.HasPrefix(p.Path, "/") {
			r.add(o, at+".path", "%q: expected an absolute path", p.Path)
		}
		if kind := deref(p.PathType); kind != networkingv1.PathTypePrefix && kind != networkingv1.PathTypeExact {
			r.add(o, at+".pathType", "%q: expected Prefix or Exact, which every controller reads alike", kind)
		}
		if p.Backend.Service == nil {
			r.add(o, at+".backend.service", "missing: requests go to a Service")
		} else if o.app != nil && p.Backend.Service.Name != o.app.name {
			r.add(o, at+".backend.service.name", "%q: expected %q, the app's own", p.Backend.Service.Name, o.app.name)
		}
	}
}
