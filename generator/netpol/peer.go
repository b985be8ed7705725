package netpol

import (
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// peer is one entry of a rule's from or to.
type peer interface {
	// matches is told the labels of the namespace that a remote pod is in.
	matches(remote Endpoint, namespace labels.Set) bool
}

func peers(namespace string, list []networkingv1.NetworkPolicyPeer) ([]peer, error) {
	compiled := make([]peer, len(list))
	for i, p := range list {
		one, err := peerOf(namespace, p)
		if err != nil {
			return nil, fmt.Errorf("[%d].%w", i, err)
		}
		compiled[i] = one
	}
	return compiled, nil
}

func peerOf(namespace string, p networkingv1.NetworkPolicyPeer) (peer, error) {
	if p.IPBlock != nil {
		return blockOf(p.IPBlock)
	}
	return podsOf(namespace, p)
}

// pods are those that a peer's selectors choose.
type pods struct {
	own        string // the policy's namespace, which is meant if namespaces is nil
	namespaces labels.Selector
	selects    labels.Selector
}

func podsOf(namespace string, p networkingv1.NetworkPolicyPeer) (peer, error) {
	if p.PodSelector == nil && p.NamespaceSelector == nil {
		return pods{selects: labels.Nothing()}, nil // refused by the API server, so it must not open anything
	}
	chosen := pods{own: namespace, selects: labels.Everything()}
	var err error
	if p.PodSelector != nil {
		if chosen.selects, err = selector(p.PodSelector); err != nil {
			return nil, fmt.Errorf("podSelector: %w", err)
		}
	}
	if p.NamespaceSelector != nil {
		if chosen.namespaces, err = selector(p.NamespaceSelector); err != nil {
			return nil, fmt.Errorf("namespaceSelector: %w", err)
		}
	}
	return chosen, nil
}

func (p pods) matches(remote Endpoint, namespace labels.Set) bool {
	switch {
	case remote.Pod == nil:
		return false
	case p.namespaces == nil:
		return remote.Pod.Namespace == p.own && p.selects.Matches(labels.Set(remote.Pod.Labels))
	default:
		return p.namespaces.Matches(namespace) && p.selects.Matches(labels.Set(remote.Pod.Labels))
	}
}
