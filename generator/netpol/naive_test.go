package netpol

import (
	"net"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// naive is a second reading of the documentation, to compare with: no index, nothing compiled, every policy asked.
type naive struct {
	namespaces map[string]map[string]string
	policies   []*networkingv1.NetworkPolicy
}

func (n naive) allows(c Connection) bool {
	from, to := c.From.Pod, c.To.Pod
	if from != nil && to != nil && from.Name != "" && from.Namespace+"/"+from.Name == to.Namespace+"/"+to.Name {
		return true
	}
	return n.egress(c) && n.ingress(c)
}

func (n naive) ingress(c Connection) bool {
	isolated := false
	for _, policy := range n.policies {
		types := policy.Spec.PolicyTypes
		if !selectsPod(policy, c.To.Pod) || len(types) > 0 && !slices.Contains(types, networkingv1.PolicyTypeIngress) {
			continue
		}
		isolated = true
		for _, rule := range policy.Spec.Ingress {
			if n.peer(policy, rule.From, c.From) && portListed(rule.Ports, c) {
				return true
			}
		}
	}
	return !isolated
}

func (n naive) egress(c Connection) bool {
	isolated := false
	for _, policy := range n.policies {
		types := policy.Spec.PolicyTypes
		isEgress := slices.Contains(types, networkingv1.PolicyTypeEgress) || len(types) == 0 && len(policy.Spec.Egress) > 0
		if !selectsPod(policy, c.From.Pod) || !isEgress {
			continue
		}
		isolated = true
		for _, rule := range policy.Spec.Egress {
			if n.peer(policy, rule.To, c.To) && portListed(rule.Ports, c) {
				return true
			}
		}
	}
	return !isolated
}

func selectsPod(policy *networkingv1.NetworkPolicy, pod *Pod) bool {
	return pod != nil && pod.Namespace == policy.Namespace && selectorMatches(&policy.Spec.PodSelector, pod.Labels)
}

func selectorMatches(s *metav1.LabelSelector, set map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(s)
	return err == nil && selector.Matches(labels.Set(set))
}

func (n naive) peer(policy *networkingv1.NetworkPolicy, list []networkingv1.NetworkPolicyPeer, remote Endpoint) bool {
	if len(list) == 0 {
		return true
	}
	for _, p := range list {
		switch {
		case p.IPBlock != nil:
			if inCIDR(p.IPBlock.CIDR, remote) && !slices.ContainsFunc(p.IPBlock.Except, func(e string) bool { return inCIDR(e, remote) }) {
				return true
			}
		case remote.Pod == nil:
		case p.NamespaceSelector == nil && p.PodSelector != nil:
			if remote.Pod.Namespace == policy.Namespace && selectorMatches(p.PodSelector, remote.Pod.Labels) {
				return true
			}
		case p.NamespaceSelector != nil:
			set := labels.Merge(n.namespaces[remote.Pod.Namespace], labels.Set{"kubernetes.io/metadata.name": remote.Pod.Namespace})
			if selectorMatches(p.NamespaceSelector, set) && (p.PodSelector == nil || selectorMatches(p.PodSelector, remote.Pod.Labels)) {
				return true
			}
		}
	}
	return false
}

func inCIDR(cidr string, remote Endpoint) bool {
	_, block, err := net.ParseCIDR(cidr)
	return err == nil && remote.Addr.IsValid() && block.Contains(net.IP(remote.Addr.AsSlice()))
}

func portListed(list []networkingv1.NetworkPolicyPort, c Connection) bool {
	if len(list) == 0 {
		return true
	}
	for _, p := range list {
		switch {
		case (p.Protocol == nil && c.Protocol != "TCP") || (p.Protocol != nil && *p.Protocol != c.Protocol):
		case p.Port == nil:
			return true
		case p.Port.Type == intstr.String:
			if portNamed(p.Port.StrVal, c) {
				return true
			}
		case p.EndPort == nil && p.Port.IntVal == c.Port, p.EndPort != nil && p.Port.IntVal <= c.Port && c.Port <= *p.EndPort:
			return true
		}
	}
	return false
}

func portNamed(name string, c Connection) bool {
	if c.To.Pod == nil || name == "" {
		return false
	}
	return slices.ContainsFunc(c.To.Pod.Ports, func(p corev1.ContainerPort) bool {
		return p.Name == name && p.ContainerPort == c.Port && (p.Protocol == c.Protocol || p.Protocol == "" && c.Protocol == "TCP")
	})
}
