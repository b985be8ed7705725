package namespace

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// networkPolicies deny everything in both directions and allow what every pod needs: names, the mesh's control plane
// and credentials. What one app needs beyond that stands with the app.
func networkPolicies(n *plan.Namespace) []manifest.Object {
	return []manifest.Object{
		denyAll(n.Name()),
		allowDNS(n.Name()),
		networkPolicy(n.Name(), "allow-mesh", rule(neighbour(plan.Mesh),
			port(corev1.ProtocolTCP, plan.IdentityPort),
			port(corev1.ProtocolTCP, plan.DestinationPort),
			port(corev1.ProtocolTCP, plan.PolicyPort)), networkingv1.PolicyTypeEgress),
		networkPolicy(n.Name(), "allow-pod-identity", rule(
			networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: plan.PodIdentityAgent}},
			port(corev1.ProtocolTCP, plan.PodIdentityAgentPort)), networkingv1.PolicyTypeEgress),
	}
}

func denyAll(namespace string) *networkingv1.NetworkPolicy {
	return networkPolicy(namespace, plan.DefaultDeny, nil, networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress)
}

func allowDNS(namespace string) *networkingv1.NetworkPolicy {
	return networkPolicy(namespace, "allow-dns", rule(neighbour(plan.DNS),
		port(corev1.ProtocolUDP, 53), port(corev1.ProtocolTCP, 53)), networkingv1.PolicyTypeEgress)
}

// networkPolicy is one for every pod of the namespace.
func networkPolicy(namespace, name string, egress []networkingv1.NetworkPolicyEgressRule, types ...networkingv1.PolicyType) *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		TypeMeta:   typeMeta("networking.k8s.io/v1", "NetworkPolicy"),
		ObjectMeta: objectMeta(namespace, name),
		Spec:       networkingv1.NetworkPolicySpec{Egress: egress, PolicyTypes: types},
	}
}

func rule(to networkingv1.NetworkPolicyPeer, ports ...networkingv1.NetworkPolicyPort) []networkingv1.NetworkPolicyEgressRule {
	return []networkingv1.NetworkPolicyEgressRule{{To: []networkingv1.NetworkPolicyPeer{to}, Ports: ports}}
}

func neighbour(n plan.Neighbour) networkingv1.NetworkPolicyPeer {
	peer := networkingv1.NetworkPolicyPeer{
		NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{corev1.LabelMetadataName: n.Namespace}},
	}
	if len(n.Labels) > 0 {
		peer.PodSelector = &metav1.LabelSelector{MatchLabels: n.Labels}
	}
	return peer
}

func port(protocol corev1.Protocol, number int32) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Protocol: ptr.To(protocol), Port: ptr.To(intstr.FromInt32(number))}
}
