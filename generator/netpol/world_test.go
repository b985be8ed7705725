package netpol

import (
	"fmt"
	"math/rand/v2"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// world makes random clusters from so few words that policies, pods and connections often meet.
type world struct{ *rand.Rand }

func newWorld(seed uint64) world { return world{rand.New(rand.NewPCG(seed, 2))} }

// some returns up to n values, and now and then nil.
func some[T any](w world, n int, one func() T) (list []T) {
	for range w.IntN(n + 1) {
		list = append(list, one())
	}
	return list
}

// maybe returns a value or nil.
func maybe[T any](w world, one func() T) *T {
	if w.IntN(2) == 0 {
		return nil
	}
	value := one()
	return &value
}

func oneOf[T any](w world, list ...T) T { return list[w.IntN(len(list))] }

func (w world) namespace() string { return oneOf(w, "x", "y", "z") }
func (w world) key() string       { return oneOf(w, "app", "tier", corev1.LabelMetadataName) }
func (w world) value() string     { return oneOf(w, "x", "y", "z", "") }
func (w world) port() int32       { return 80 + w.Int32N(5) }
func (w world) portName() string  { return oneOf(w, "http", "metrics") }

func (w world) protocol() corev1.Protocol {
	return oneOf(w, corev1.ProtocolTCP, corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP)
}

func (w world) labels() map[string]string {
	set := map[string]string{}
	for range w.IntN(4) {
		set[w.key()] = w.value()
	}
	return set
}

func (w world) addr() netip.Addr {
	if w.IntN(4) == 0 {
		return netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", w.IntN(8)))
	}
	return netip.AddrFrom4([4]byte{10, 0, 0, byte(w.IntN(8))})
}

func (w world) cidr() string {
	addr := w.addr()
	return fmt.Sprintf("%s/%d", addr, addr.BitLen()-w.IntN(4))
}

func (w world) end() Endpoint {
	if w.IntN(4) == 0 {
		return Endpoint{Addr: w.addr()}
	}
	pod := &Pod{Namespace: w.namespace(), Name: oneOf(w, "", "a", "b"), Labels: w.labels()}
	pod.Ports = some(w, 3, func() corev1.ContainerPort {
		return corev1.ContainerPort{Name: w.portName(), ContainerPort: w.port(), Protocol: oneOf(w, "", w.protocol())}
	})
	return Endpoint{Pod: pod, Addr: oneOf(w, netip.Addr{}, w.addr(), w.addr())}
}

func (w world) connection() Connection {
	return Connection{From: w.end(), To: w.end(), Port: w.port(), Protocol: w.protocol()}
}

func (w world) selector() metav1.LabelSelector {
	s := metav1.LabelSelector{}
	for range w.IntN(3) * w.IntN(2) {
		metav1.AddLabelToSelector(&s, w.key(), w.value())
	}
	s.MatchExpressions = some(w, 1, func() metav1.LabelSelectorRequirement {
		requirement := metav1.LabelSelectorRequirement{Key: w.key()}
		requirement.Operator = oneOf(w, metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist)
		if requirement.Operator == metav1.LabelSelectorOpIn || requirement.Operator == metav1.LabelSelectorOpNotIn {
			requirement.Values = []string{w.value(), w.value()}
		}
		return requirement
	})
	return s
}

func (w world) peer() networkingv1.NetworkPolicyPeer {
	if w.IntN(3) == 0 {
		return networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: w.cidr(), Except: some(w, 2, w.cidr)}}
	}
	return networkingv1.NetworkPolicyPeer{PodSelector: maybe(w, w.selector), NamespaceSelector: maybe(w, w.selector)}
}

func (w world) policyPort() networkingv1.NetworkPolicyPort {
	number := intstr.FromInt32(w.port())
	p := networkingv1.NetworkPolicyPort{
		Protocol: maybe(w, w.protocol),
		Port:     oneOf(w, nil, &number, &number, new(intstr.FromString(w.portName()))),
	}
	if p.Port == &number {
		p.EndPort = maybe(w, func() int32 { return number.IntVal + w.Int32N(3) })
	}
	return p
}

func (w world) policy(name string) *networkingv1.NetworkPolicy {
	types := []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
	policy := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: w.namespace(), Name: name}}
	policy.Spec = networkingv1.NetworkPolicySpec{
		PodSelector: w.selector(),
		PolicyTypes: oneOf(w, nil, types[:1], types[1:], types),
		Ingress: some(w, 2, func() networkingv1.NetworkPolicyIngressRule {
			return networkingv1.NetworkPolicyIngressRule{From: some(w, 2, w.peer), Ports: some(w, 2, w.policyPort)}
		}),
		Egress: some(w, 2, func() networkingv1.NetworkPolicyEgressRule {
			return networkingv1.NetworkPolicyEgressRule{To: some(w, 2, w.peer), Ports: some(w, 2, w.policyPort)}
		}),
	}
	return policy
}

// cluster returns namespaces, of which z is not listed, and policies.
func (w world) cluster() (namespaces map[string]map[string]string, policies []*networkingv1.NetworkPolicy) {
	namespaces = map[string]map[string]string{"x": w.labels(), "y": w.labels()}
	for i := range w.IntN(8) {
		policies = append(policies, w.policy(fmt.Sprint("policy-", i)))
	}
	return namespaces, policies
}
