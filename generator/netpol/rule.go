package netpol

import (
	"math"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// rule admits what matches one of its peers and one of its ports. An empty list matches all.
type rule struct {
	peers []peer
	ports []port
}

func (r rule) admits(remote Endpoint, namespace labels.Set, c Connection) bool {
	return (len(r.ports) == 0 || slices.ContainsFunc(r.ports, func(p port) bool { return p.matches(c) })) &&
		(len(r.peers) == 0 || slices.ContainsFunc(r.peers, func(p peer) bool { return p.matches(remote, namespace) }))
}

// port is a range of one protocol's ports, or those that the target pod gives a name.
type port struct {
	protocol    corev1.Protocol
	name        string // empty for a range
	first, last int32
}

func ports(list []networkingv1.NetworkPolicyPort) []port {
	compiled := make([]port, len(list))
	for i, p := range list {
		compiled[i] = portOf(p)
	}
	return compiled
}

// portOf applies the defaults: TCP, every port, and a range of one. Ranges (KEP-2079) have numbers at both ends.
func portOf(p networkingv1.NetworkPolicyPort) port {
	compiled := port{protocol: corev1.ProtocolTCP, last: math.MaxInt32}
	if p.Protocol != nil {
		compiled.protocol = *p.Protocol
	}
	switch {
	case p.Port == nil:
	case p.Port.Type == intstr.String:
		compiled.name, compiled.last = p.Port.StrVal, 0
	default:
		compiled.first, compiled.last = p.Port.IntVal, p.Port.IntVal
		if p.EndPort != nil {
			compiled.last = *p.EndPort
		}
	}
	return compiled
}

func (p port) matches(c Connection) bool {
	switch {
	case p.protocol != c.Protocol:
		return false
	case p.name != "":
		return named(c.To.Pod, p.name, c)
	default:
		return p.first <= c.Port && c.Port <= p.last
	}
}

// named reports whether the target pod has a container port of this name at the connection's port. In both directions it
// is the target's containers that count, and pods that one rule admits may give a name to different ports.
func named(target *Pod, name string, c Connection) bool {
	return target != nil && slices.ContainsFunc(target.Ports, func(p corev1.ContainerPort) bool {
		protocol := p.Protocol
		if protocol == "" {
			protocol = corev1.ProtocolTCP
		}
		return p.Name == name && p.ContainerPort == c.Port && protocol == c.Protocol
	})
}
