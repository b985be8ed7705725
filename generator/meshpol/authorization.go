package meshpol

import (
	"net/netip"
	"strings"

	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// group of the mesh's policies.
const group = "policy.linkerd.io"

// target is what a policy is for: a Server or a route by name, or the whole namespace.
type target struct{ kind, name string }

// targetOf is the target of a policy; what Linkerd does not know is nothing.
func targetOf(p *linkerd.AuthorizationPolicy) target {
	t := p.Spec.TargetRef
	switch {
	case is(t.Group, t.Kind, "core", "Namespace"):
		return target{kind: "Namespace"}
	case is(t.Group, t.Kind, group, "Server"):
		return target{"Server", t.Name}
	case is(t.Group, t.Kind, gatewayv1.GroupName, "HTTPRoute"):
		return target{"HTTPRoute", t.Name}
	}
	return target{}
}

// is compares a group and a kind as Linkerd does: the core group may be empty, and case does not count.
func is(gotGroup, gotKind, group, kind string) bool {
	if gotGroup == "" {
		gotGroup = "core"
	}
	return strings.EqualFold(gotGroup, group) && strings.EqualFold(gotKind, kind)
}

// admits says whether a client meets all authentications of a policy. Linkerd ignores a policy that names one which is not there,
// or two of a kind. Without any identity a policy is for clients without the mesh too.
func (e *Evaluator) admits(p *linkerd.AuthorizationPolicy, from Client) bool {
	identities, networks := 0, 0
	for _, ref := range p.Spec.RequiredAuthenticationRefs {
		n := e.namespaces[p.Namespace]
		if ref.Namespace != "" {
			n = e.namespaces[ref.Namespace]
		}
		met := false
		switch {
		case is(ref.Group, ref.Kind, "core", "ServiceAccount"):
			identities++
			met = from.is(ref, p.Namespace)
		case is(ref.Group, ref.Kind, group, "MeshTLSAuthentication") && n != nil && n.meshTLS[ref.Name] != nil:
			identities++
			met = from.isOneOf(n.meshTLS[ref.Name])
		case is(ref.Group, ref.Kind, group, "NetworkAuthentication") && n != nil && n.networks[ref.Name] != nil:
			networks++
			met = from.isIn(n.networks[ref.Name].Spec.Networks)
		}
		if !met {
			return false
		}
	}
	return identities <= 1 && networks <= 1
}

// isOneOf says whether the client is one of those that an authentication lists. A Namespace stands for all its ServiceAccounts.
func (c Client) isOneOf(a *linkerd.MeshTLSAuthentication) bool {
	for _, ref := range a.Spec.IdentityRefs {
		if is(ref.Group, ref.Kind, "core", "Namespace") && c.Meshed() && c.Namespace == ref.Name {
			return true
		}
		if is(ref.Group, ref.Kind, "core", "ServiceAccount") && c.is(ref, a.Namespace) {
			return true
		}
	}
	return false
}

func (c Client) is(ref linkerd.Reference, home string) bool {
	if ref.Namespace != "" {
		home = ref.Namespace
	}
	return c.Meshed() && c.Account == ref.Name && c.Namespace == home
}

func (c Client) isIn(networks []linkerd.Network) bool {
	for _, network := range networks {
		if contains(network.CIDR, c.Addr) && !anyContains(network.Except, c.Addr) {
			return true
		}
	}
	return false
}

func anyContains(cidrs []string, addr netip.Addr) bool {
	for _, cidr := range cidrs {
		if contains(cidr, addr) {
			return true
		}
	}
	return false
}

func contains(cidr string, addr netip.Addr) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && prefix.Contains(addr)
}
