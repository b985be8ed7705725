package component

import (
	"maps"

	"github.com/example/fastapi-gitops/generator/plan"
)

// measure gives the pods that measure others the ways to them.
func measure(installed []Installed) {
	for _, i := range installed {
		for j := range i.Parts.Traffic {
			if t := &i.Parts.Traffic[j]; t.Measures {
				t.To = append(t.To, ways(plan.Neighbour{Namespace: i.Namespace, Labels: t.Pods}, installed)...)
			}
		}
	}
}

// ways are those into each component that lets a neighbour in, on the ports on which it does.
func ways(measuring plan.Neighbour, installed []Installed) []Connection {
	var all []Connection
	for _, i := range installed {
		for _, t := range i.Parts.Traffic {
			ports := t.lets(measuring)
			if t.Meshed {
				ports = append(ports, plan.ProxyAdminPort)
			}
			if len(ports) > 0 {
				all = append(all, Connect(PodsOf(plan.Neighbour{Namespace: i.Namespace, Labels: t.Pods}), ports...))
			}
		}
	}
	return all
}

// lets are the ports on which a neighbour may connect.
func (t *Traffic) lets(n plan.Neighbour) []int32 {
	var ports []int32
	for _, c := range t.From {
		if c.Peer.Pods != nil && c.Peer.Pods.Namespace == n.Namespace && maps.Equal(c.Peer.Pods.Labels, n.Labels) {
			ports = append(ports, c.Ports...)
		}
	}
	return ports
}
