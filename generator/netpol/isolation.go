package netpol

import (
	"cmp"
	"fmt"
	"slices"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// isolation is one policy in one direction: the pods it isolates, and what it lets through all the same.
type isolation struct {
	policy  *networkingv1.NetworkPolicy
	selects labels.Selector
	rules   []rule
}

func (i *isolation) admits(remote Endpoint, namespace labels.Set, c Connection) bool {
	return slices.ContainsFunc(i.rules, func(r rule) bool { return r.admits(remote, namespace, c) })
}

// compile reads a policy once, for both directions; one that it does not isolate is nil.
func compile(policy *networkingv1.NetworkPolicy) (ingress, egress *isolation, err error) {
	selects, selectErr := selector(&policy.Spec.PodSelector)
	if selectErr != nil {
		selectErr = fmt.Errorf("podSelector: %w", selectErr)
	}
	in, inErr := ingressRules(policy)
	out, outErr := egressRules(policy)
	if err := cmp.Or(selectErr, inErr, outErr); err != nil {
		return nil, nil, err
	}
	if isolates(policy.Spec, networkingv1.PolicyTypeIngress) {
		ingress = &isolation{policy, selects, in}
	}
	if isolates(policy.Spec, networkingv1.PolicyTypeEgress) {
		egress = &isolation{policy, selects, out}
	}
	return ingress, egress, nil
}

// isolates applies the API server's default: without policyTypes a policy is for ingress, and for egress if it has such rules.
func isolates(spec networkingv1.NetworkPolicySpec, direction networkingv1.PolicyType) bool {
	if len(spec.PolicyTypes) > 0 {
		return slices.Contains(spec.PolicyTypes, direction)
	}
	return direction == networkingv1.PolicyTypeIngress || len(spec.Egress) > 0
}

func ingressRules(policy *networkingv1.NetworkPolicy) ([]rule, error) {
	rules := make([]rule, len(policy.Spec.Ingress))
	for i, r := range policy.Spec.Ingress {
		from, err := peers(policy.Namespace, r.From)
		if err != nil {
			return nil, fmt.Errorf("ingress[%d].from%w", i, err)
		}
		rules[i] = rule{peers: from, ports: ports(r.Ports)}
	}
	return rules, nil
}

func egressRules(policy *networkingv1.NetworkPolicy) ([]rule, error) {
	rules := make([]rule, len(policy.Spec.Egress))
	for i, r := range policy.Spec.Egress {
		to, err := peers(policy.Namespace, r.To)
		if err != nil {
			return nil, fmt.Errorf("egress[%d].to%w", i, err)
		}
		rules[i] = rule{peers: to, ports: ports(r.Ports)}
	}
	return rules, nil
}

// selector takes plain labels as they are, since nearly all selectors are plain and there are thousands.
func selector(s *metav1.LabelSelector) (labels.Selector, error) {
	if len(s.MatchLabels) > 0 && len(s.MatchExpressions) == 0 {
		return labels.ValidatedSetSelector(s.MatchLabels), nil
	}
	return metav1.LabelSelectorAsSelector(s)
}
