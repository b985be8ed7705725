package policy

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	networkingv1 "k8s.io/api/networking/v1"
)

// traffic is what a component declares for some of its pods.
type traffic struct {
	pods    map[string]string // by labels; none means all of the namespace
	in, out []opening
}

// traffic of a namespace of components, by the name of its policy: that of names, which every pod may ask for, and that of
// each component.
func (n *namespace) traffic() map[string]traffic {
	dns := neighbourOpening("DNS", plan.DNS, 53)
	dns.udp = true
	all := map[string]traffic{"allow-dns": {out: []opening{dns}}}
	for _, i := range n.cluster.installed {
		if i.Namespace != n.name {
			continue
		}
		for _, t := range i.Parts.Traffic {
			name := strings.TrimSuffix(i.Name+"-"+t.Name, "-")
			all[name] = traffic{pods: t.Pods, in: openingsOf(t.From), out: openingsOf(t.To)}
		}
	}
	return all
}

func openingsOf(connections []component.Connection) []opening {
	var openings []opening
	for _, c := range connections {
		if c.Peer.Pods != nil {
			openings = append(openings, neighbourOpening("the pods of "+c.Peer.Pods.Namespace, *c.Peer.Pods, c.Ports...))
			continue
		}
		for _, cidr := range c.Peer.CIDRs {
			if prefix, err := netip.ParsePrefix(cidr); err == nil {
				openings = append(openings, opening{who: cidr, cidr: prefix, ports: c.Ports})
			}
		}
	}
	return openings
}

// lets reports what a component declares and no rule of its policy opens.
func (o *object) lets(spec *networkingv1.NetworkPolicySpec, direction string, wanted []opening, r *report) {
	for _, w := range wanted {
		for _, port := range w.ports {
			if !opens(o.id.Namespace, spec, direction, w, port) {
				r.add(o, "spec."+direction, "misses %s on port %d, which the component declares", w.who, port)
			}
		}
	}
}

// opens says whether a rule serves an opening on a port, with each of its protocols.
func opens(namespace string, spec *networkingv1.NetworkPolicySpec, direction string, w opening, port int32) bool {
	ports := portsIn(spec, direction)
	for _, protocol := range w.protocols() {
		served := false
		for i, peers := range peersOf(spec, direction) {
			serves := slices.ContainsFunc(peers, func(peer networkingv1.NetworkPolicyPeer) bool {
				chosen, err := endsOf(namespace, peer)
				return err == nil && len(chosen.serves([]opening{w})) > 0
			})
			served = served || serves && slices.ContainsFunc(ports[i], func(p networkingv1.NetworkPolicyPort) bool {
				return p.Port != nil && p.Port.IntVal == port && deref(p.Protocol) == protocol
			})
		}
		if !served {
			return false
		}
	}
	return true
}

// portsIn are the ports of a policy's rules in a direction.
func portsIn(spec *networkingv1.NetworkPolicySpec, direction string) [][]networkingv1.NetworkPolicyPort {
	var all [][]networkingv1.NetworkPolicyPort
	if direction == ingress {
		for _, rule := range spec.Ingress {
			all = append(all, rule.Ports)
		}
		return all
	}
	for _, rule := range spec.Egress {
		all = append(all, rule.Ports)
	}
	return all
}
