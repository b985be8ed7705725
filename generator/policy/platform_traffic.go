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
			all[name] = trafficOf(t)
		}
	}
	return all
}

// trafficOf adds the ways of the proxies where pods are in the mesh.
func trafficOf(t component.Traffic) traffic {
	in, out := openingsOf(t.From), openingsOf(t.To)
	if t.Meshed {
		in = append(throughProxies(in), neighbourOpening("Prometheus", plan.Prometheus, plan.ProxyAdminPort))
		out = append(throughProxies(out),
			neighbourOpening("the mesh's control plane", plan.Mesh, plan.IdentityPort, plan.DestinationPort, plan.PolicyPort))
	}
	return traffic{pods: t.Pods, in: in, out: out}
}

// throughProxies adds the port on which proxies accept meshed connections, where both ends are pods.
func throughProxies(openings []opening) []opening {
	for i, o := range openings {
		if o.pod != nil {
			openings[i].ports = append(slices.Clone(o.ports), plan.ProxyInboundPort)
		}
	}
	return openings
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
	rules := rulesIn(spec, direction)
	for _, protocol := range w.protocols() {
		served := slices.ContainsFunc(rules, func(rule directed) bool {
			return rule.serves(namespace, w) && slices.ContainsFunc(rule.ports, func(p networkingv1.NetworkPolicyPort) bool {
				return p.Port != nil && p.Port.IntVal == port && deref(p.Protocol) == protocol
			})
		})
		if !served {
			return false
		}
	}
	return true
}
