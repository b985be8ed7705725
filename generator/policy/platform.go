package policy

import (
	"maps"
	"net/netip"
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	networkingv1 "k8s.io/api/networking/v1"
)

// platform: each namespace of components has its Namespace and a policy that denies what no other allows, and the others are
// what the components declare: for these pods, with those peers, on their ports.
func platform(c *cluster, r *report) {
	for _, name := range sortedKeys(c.namespaces) {
		n := c.namespaces[name]
		if n.level == "" || n.plan != nil {
			continue
		}
		wanted := n.traffic()
		for _, name := range slices.Concat([]string{defaultDeny}, sortedKeys(wanted)) {
			n.needs(policyID(n.name, name), r)
		}
		n.needs(manifest.ID{Kind: "Namespace", Name: n.name}, r)
		for _, o := range n.objects {
			if p, ok := o.Object.(*networkingv1.NetworkPolicy); ok {
				o.declared(&p.Spec, wanted, r)
			}
		}
	}
}

// needs reports an object that a namespace of components misses.
func (n *namespace) needs(id manifest.ID, r *report) {
	if n.cluster.get(id) == nil {
		file := path.Join(n.cluster.plan.NamespaceDir(n.name), fileOf(id))
		r.add(&object{Entry: manifest.Entry{Path: file}, id: id, cluster: n.cluster, namespace: n}, "", "missing: the components of %s need it", n.name)
	}
}

// declared judges a policy by the traffic that it is named after.
func (o *object) declared(spec *networkingv1.NetworkPolicySpec, all map[string]traffic, r *report) {
	if o.id.Name == defaultDeny {
		denies(o, r)
		return
	}
	wanted, known := all[o.id.Name]
	if !known {
		r.add(o, "metadata.name", "no component declares such traffic%s", hint(o.id.Name, sortedKeys(all)))
		return
	}
	directions(o, spec, r)
	if !maps.Equal(spec.PodSelector.MatchLabels, wanted.pods) || len(spec.PodSelector.MatchExpressions) > 0 {
		r.add(o, "spec.podSelector", "expected the pods with %v, for which it is declared", wanted.pods)
	}
	for i, rule := range spec.Ingress {
		o.netRule(at("spec.ingress", i), ".from", rule.From, rule.Ports, wanted.in, r)
		o.outside(at("spec.ingress", i, ".from"), rule.From, r)
	}
	for i, rule := range spec.Egress {
		o.netRule(at("spec.egress", i), ".to", rule.To, rule.Ports, wanted.out, r)
		o.outside(at("spec.egress", i, ".to"), rule.To, r)
	}
	o.lets(spec, ingress, wanted.in, r)
	o.lets(spec, egress, wanted.out, r)
}

// outside judges the address blocks of a rule that reach beyond the cluster: what is inside is allowed by other names.
func (o *object) outside(field string, peers []networkingv1.NetworkPolicyPeer, r *report) {
	for i, peer := range peers {
		if peer.IPBlock == nil {
			continue
		}
		block, err := netip.ParsePrefix(peer.IPBlock.CIDR)
		if err != nil {
			continue // it serves nothing that is declared
		}
		for _, inside := range component.Inside(o.cluster.plan) {
			if part := netip.MustParsePrefix(inside); wider(block, part) && !leavesOut(peer.IPBlock.Except, part) {
				r.add(o, at(field, i, ".ipBlock.except"), "misses %s: %s holds more than it, so it is meant to be outside", inside, block)
			}
		}
	}
}

// wider says whether a block holds a part and more.
func wider(block, part netip.Prefix) bool {
	return block.Bits() < part.Bits() && block.Contains(part.Addr())
}

func leavesOut(except []string, part netip.Prefix) bool {
	return slices.ContainsFunc(except, func(text string) bool {
		e, err := netip.ParsePrefix(text)
		return err == nil && (e == part || wider(e, part))
	})
}
