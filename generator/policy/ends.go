package policy

import (
	"maps"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// ends are what a peer of a rule chooses: pods, or addresses.
type ends struct {
	own        string // the namespace of the policy, which is meant if namespaces is nil
	namespaces labels.Selector
	pods       labels.Selector // nil for addresses
	cidr       netip.Prefix
}

func endsOf(namespace string, peer networkingv1.NetworkPolicyPeer) (ends, error) {
	chosen := ends{own: namespace}
	var err error
	if peer.IPBlock != nil {
		chosen.cidr, err = netip.ParsePrefix(peer.IPBlock.CIDR)
		return chosen, err
	}
	if peer.NamespaceSelector != nil {
		if chosen.namespaces, err = metav1.LabelSelectorAsSelector(peer.NamespaceSelector); err != nil {
			return chosen, err
		}
	}
	chosen.pods = labels.Everything()
	if peer.PodSelector != nil {
		chosen.pods, err = metav1.LabelSelectorAsSelector(peer.PodSelector)
	}
	return chosen, err
}

// inside says whether the peer chooses pods of a namespace, by its name.
func (e ends) inside(namespace string) bool {
	if e.namespaces == nil {
		return e.pods != nil && namespace == e.own
	}
	return e.namespaces.Matches(labels.Set{corev1.LabelMetadataName: namespace})
}

// serves are the openings that the peer is for. One for every pod of a namespace is not for the openings of some of them, where
// there are such besides.
func (e ends) serves(wanted []opening) []opening {
	var served, exact []opening
	for _, w := range wanted {
		if w.pod == nil && w.cidr == e.cidr || w.pod != nil && e.inside(w.pod.Namespace) && e.pods.Matches(labels.Set(w.pod.Labels)) {
			served = append(served, w)
			if !e.wide(served[len(served)-1:]) {
				exact = append(exact, w)
			}
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return served
}

// astray is the field by which a peer that serves nothing misses: the pods, if the namespace is that of an opening.
func (e ends) astray(wanted []opening) string {
	for _, w := range wanted {
		if w.pod != nil && e.inside(w.pod.Namespace) {
			return ".podSelector"
		}
	}
	if e.namespaces != nil {
		return ".namespaceSelector"
	}
	return ""
}

// wide says whether the peer chooses pods that are like those of an opening but for one label.
func (e ends) wide(served []opening) bool {
	for _, w := range served {
		if w.pod == nil {
			continue
		}
		for name := range w.pod.Labels {
			other := maps.Clone(w.pod.Labels)
			other[name] = stranger
			if e.pods.Matches(labels.Set(other)) {
				return true
			}
		}
	}
	return false
}
