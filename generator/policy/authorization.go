package policy

import (
	"slices"

	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// meshGroup is the API group of the mesh's policies.
const meshGroup = "policy.linkerd.io"

// authorization: what admits requests to an environment names who it admits one by one: the plan's neighbours and callers by
// their identity, and to the probes alone whoever is in the network of the nodes. The rule "authorized" tells whether it is enough.
func authorization(o *object, r *report) {
	if o.namespace == nil || o.namespace.plan == nil {
		return
	}
	switch t := o.Object.(type) {
	case *servers.Server:
		serverSpec(o, &t.Spec, r)
	case *linkerd.AuthorizationPolicy:
		policyTarget(o, t.Spec.TargetRef, r)
		requiredAuthentications(o, &t.Spec, r)
	case *linkerd.MeshTLSAuthentication:
		identityRefs(o, t.Spec.IdentityRefs, r)
	case *linkerd.NetworkAuthentication:
		networks(o, t.Spec.Networks, r)
	}
}

// serverSpec: a Server denies whom no policy admits, and knows its protocol.
func serverSpec(o *object, spec *servers.ServerSpec, r *report) {
	if spec.AccessPolicy != "" && spec.AccessPolicy != "deny" {
		r.add(o, "spec.accessPolicy", "%q: expected deny, or it lets in whom no AuthorizationPolicy admits", spec.AccessPolicy)
	}
	if spec.ProxyProtocol != "HTTP/1" {
		r.add(o, "spec.proxyProtocol", "%q: expected HTTP/1, or routes do not count and the proxy waits for the first bytes", spec.ProxyProtocol)
	}
	if spec.PodSelector == nil {
		r.add(o, "spec.podSelector", "missing: it selects no pod")
	} else if o.app != nil && !slices.Equal(namesSelected(spec.PodSelector), []string{o.app.name}) {
		r.add(o, "spec.podSelector", "expected %s: %s alone", nameLabel, o.app.name)
	} else if o.app == nil && !everyPod(spec.PodSelector) {
		r.add(o, "spec.podSelector", "expected every pod: what one app needs stands with the app")
	}
}

// policyTarget: a policy is for a route of the app; that of the namespace is for the Server of the proxies' metrics.
func policyTarget(o *object, target linkerd.TargetRef, r *report) {
	group, kind := gatewayv1.GroupName, "HTTPRoute"
	if o.app == nil {
		group, kind = meshGroup, "Server"
	}
	if target.Group != group {
		r.add(o, "spec.targetRef.group", "%q: expected %s", target.Group, group)
	}
	if o.app != nil && target.Name != o.id.Name {
		r.add(o, "spec.targetRef.name", "%q: expected %s: a policy has the name of its route", target.Name, o.id.Name)
	}
	if target.Kind != kind {
		r.add(o, "spec.targetRef.kind", "%q: expected %s, or it admits to more than one route", target.Kind, kind)
	}
}

// requiredAuthentications: one authentication of the namespace; one by network is for the probes' route alone.
func requiredAuthentications(o *object, spec *linkerd.AuthorizationPolicySpec, r *report) {
	const field = "spec.requiredAuthenticationRefs"
	if len(spec.RequiredAuthenticationRefs) != 1 {
		r.add(o, field, "%d: expected one; without any it admits everyone, and one policy for each is easier to read than several", len(spec.RequiredAuthenticationRefs))
	}
	for i, ref := range spec.RequiredAuthenticationRefs {
		if ref.Group != meshGroup {
			r.add(o, at(field, i, ".group"), "%q: expected %s", ref.Group, meshGroup)
		}
		oneOf(r, o, at(field, i, ".kind"), ref.Kind, "MeshTLSAuthentication", "NetworkAuthentication")
		if ref.Kind == "" {
			r.add(o, at(field, i, ".kind"), "missing: expected MeshTLSAuthentication or NetworkAuthentication")
		}
		if ref.Namespace != "" && ref.Namespace != o.id.Namespace {
			r.add(o, at(field, i, ".namespace"), "%q: expected one of the policy's own namespace, which its review shows", ref.Namespace)
		}
		if ref.Kind == "NetworkAuthentication" && !o.forProbes(spec.TargetRef.Name) {
			r.add(o, at(field, i, ".kind"), "whoever is in the network would be admitted, without an identity: expected that for the kubelet's probes alone")
		}
	}
}

// forProbes says whether a route matches nothing but what the kubelet asks of the app.
func (o *object) forProbes(route string) bool {
	found := o.cluster.get(manifest.ID{Group: gatewayv1.GroupName, Kind: "HTTPRoute", Namespace: o.id.Namespace, Name: route})
	if found == nil || o.app == nil || o.app.plan == nil {
		return false
	}
	probes := []string{o.app.plan.Probes.Live, o.app.plan.Probes.Ready}
	for _, rule := range found.Object.(*gatewayv1.HTTPRoute).Spec.Rules {
		if len(rule.Matches) == 0 || slices.ContainsFunc(rule.Matches, func(m gatewayv1.HTTPRouteMatch) bool { return !matchesOnly(m, probes) }) {
			return false
		}
	}
	return true
}

// matchesOnly says whether a match is for GET of one of several paths.
func matchesOnly(m gatewayv1.HTTPRouteMatch, paths []string) bool {
	return m.Path != nil && deref(m.Path.Type) == gatewayv1.PathMatchExact && slices.Contains(paths, deref(m.Path.Value)) &&
		deref(m.Method) == gatewayv1.HTTPMethodGet
}

// identityRefs: ServiceAccounts, each of which the plan wants, by app or for the namespace.
func identityRefs(o *object, refs []linkerd.Reference, r *report) {
	const field = "spec.identityRefs"
	if len(refs) == 0 {
		r.add(o, field, "missing: it is of nobody")
	}
	wanted := o.identities()
	for i, ref := range refs {
		if ref.Kind != "ServiceAccount" || ref.Group != "" && ref.Group != "core" {
			r.add(o, at(field, i, ".kind"), "%q of group %q: expected a ServiceAccount", ref.Kind, ref.Group)
			continue
		}
		who := identity{ref.Namespace, ref.Name}
		if who.namespace == "" {
			who.namespace = o.id.Namespace
		}
		switch {
		case !slices.Contains(wanted, who):
			r.add(o, at(field, i), "the plan wants no request of ServiceAccount %s of %s: expected %s", who.account, who.namespace, wanted)
		case slices.Contains(refs[:i], ref):
			r.add(o, at(field, i), "listed twice")
		}
	}
}

// identity is a ServiceAccount, as the mesh knows the pods of it.
type identity struct{ namespace, account string }

// String is namespace/account.
func (i identity) String() string { return i.namespace + "/" + i.account }

// identityOf is that of a part of the platform.
func identityOf(n plan.Neighbour) identity { return identity{n.Namespace, n.ServiceAccount} }

// identities are those that an authentication may be of: the callers of its app, or Prometheus, whom every app admits.
func (o *object) identities() []identity {
	if o.app == nil {
		return []identity{identityOf(plan.Prometheus)}
	}
	if o.app.plan == nil {
		return nil
	}
	return o.app.callerIdentities()
}

// callerIdentities are the ingress controller, where the app is public, and its callers.
func (a *app) callerIdentities() []identity {
	var all []identity
	if a.plan.Public {
		all = append(all, identityOf(a.plan.Namespace.Cluster.Fleet.IngressController()))
	}
	for _, caller := range a.plan.Callers {
		all = append(all, identity{a.namespace.name, caller})
	}
	return all
}

// networks: the network of the cluster, where the nodes and so their kubelets are, and no other.
func networks(o *object, all []linkerd.Network, r *report) {
	want := o.cluster.plan.CIDR
	if len(all) != 1 {
		r.add(o, "spec.networks", "%d: expected one, %s", len(all), want)
	}
	for i, network := range all {
		if network.CIDR != want {
			r.add(o, at("spec.networks", i, ".cidr"), "%q: expected %s, the network of the nodes", network.CIDR, want)
		}
		if len(network.Except) > 0 {
			r.add(o, at("spec.networks", i, ".except"), "%q: nodes may have any address of the network", network.Except)
		}
	}
}
