package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// networkPolicies admit to the app those who need it, on top of the namespace's default deny. Callers get their way out
// here as well, so that one app's files say everything about who talks to it.
func networkPolicies(w *plan.Workload) []manifest.Object {
	policies := []manifest.Object{appPolicy(w)}
	if len(w.Callers) > 0 {
		policies = append(policies, callerPolicy(w))
	}
	return policies
}

func appPolicy(w *plan.Workload) *networkingv1.NetworkPolicy {
	policy := networkPolicy(w, w.Name, metav1.LabelSelector{MatchLabels: selector(w)})
	if w.Public {
		policy.Spec.Ingress = append(policy.Spec.Ingress, admit(neighbour(w.Namespace.Cluster.Fleet.IngressController()), plan.ProxyInboundPort))
	}
	policy.Spec.Ingress = append(policy.Spec.Ingress,
		admit(neighbour(plan.Prometheus), plan.ProxyInboundPort, plan.ProxyAdminPort))
	if len(w.Callers) > 0 {
		callers := callerSelector(w)
		policy.Spec.Ingress = append(policy.Spec.Ingress,
			admit(networkingv1.NetworkPolicyPeer{PodSelector: &callers}, w.Port, plan.ProxyInboundPort))
	}
	policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	for _, e := range w.Egress {
		policy.Spec.Egress = append(policy.Spec.Egress, networkingv1.NetworkPolicyEgressRule{
			To: []networkingv1.NetworkPolicyPeer{{IPBlock: &networkingv1.IPBlock{CIDR: e.CIDR}}}, Ports: tcp(e.Ports...),
		})
	}
	if len(w.Egress) > 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
	return policy
}

// callerPolicy lets the callers out to the app; it selects their pods, not the app's.
func callerPolicy(w *plan.Workload) *networkingv1.NetworkPolicy {
	policy := networkPolicy(w, w.Name+"-callers", callerSelector(w))
	app := metav1.LabelSelector{MatchLabels: selector(w)}
	policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeEgress}
	policy.Spec.Egress = []networkingv1.NetworkPolicyEgressRule{{
		To:    []networkingv1.NetworkPolicyPeer{{PodSelector: &app}},
		Ports: tcp(w.Port, plan.ProxyInboundPort),
	}}
	return policy
}

func networkPolicy(w *plan.Workload, name string, pods metav1.LabelSelector) *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{
		TypeMeta:   typeMeta("networking.k8s.io/v1", "NetworkPolicy"),
		ObjectMeta: objectMeta(w, name),
		Spec:       networkingv1.NetworkPolicySpec{PodSelector: pods},
	}
}

func callerSelector(w *plan.Workload) metav1.LabelSelector {
	return metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
		{Key: nameLabel, Operator: metav1.LabelSelectorOpIn, Values: w.Callers},
	}}
}

func neighbour(n plan.Neighbour) networkingv1.NetworkPolicyPeer {
	return networkingv1.NetworkPolicyPeer{
		NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{corev1.LabelMetadataName: n.Namespace}},
		PodSelector:       &metav1.LabelSelector{MatchLabels: n.Labels},
	}
}

func admit(from networkingv1.NetworkPolicyPeer, ports ...int32) networkingv1.NetworkPolicyIngressRule {
	return networkingv1.NetworkPolicyIngressRule{From: []networkingv1.NetworkPolicyPeer{from}, Ports: tcp(ports...)}
}

func tcp(ports ...int32) []networkingv1.NetworkPolicyPort {
	rules := make([]networkingv1.NetworkPolicyPort, len(ports))
	for i, port := range ports {
		rules[i] = networkingv1.NetworkPolicyPort{Port: ptr.To(intstr.FromInt32(port)), Protocol: ptr.To(corev1.ProtocolTCP)}
	}
	return rules
}
