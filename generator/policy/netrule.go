package policy

import (
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// openPolicy: each rule of a NetworkPolicy in an environment opens something that the plan wants, for the pods that it is
// for: no end, no port and no direction more.
func openPolicy(o *object, r *report) {
	p, ok := o.Object.(*networkingv1.NetworkPolicy)
	if !ok || o.namespace == nil || o.namespace.plan == nil {
		return
	}
	in, out := o.openings(&p.Spec, r)
	directions(o, &p.Spec, r)
	if everyPod(&p.Spec.PodSelector) && o.id.Name == defaultDeny {
		return // the rule "environment" judges it
	}
	for i, rule := range p.Spec.Ingress {
		o.netRule(at("spec.ingress", i), ".from", rule.From, rule.Ports, in, r)
	}
	for i, rule := range p.Spec.Egress {
		o.netRule(at("spec.egress", i), ".to", rule.To, rule.Ports, out, r)
	}
}

// openings are what the plan wants for the pods that a policy selects.
func (o *object) openings(spec *networkingv1.NetworkPolicySpec, r *report) (in, out []opening) {
	if o.app == nil || o.app.plan == nil {
		if !everyPod(&spec.PodSelector) {
			r.add(o, "spec.podSelector", "expected every pod: what one app needs stands with the app")
		}
		return nil, everyPodOut
	}
	w := o.app.plan
	names := namesSelected(&spec.PodSelector)
	switch {
	case slices.Equal(names, []string{w.Name}):
		return o.app.in, o.app.out
	case len(w.Callers) > 0 && slices.Equal(names, w.Callers):
		return nil, callerOut(w)
	}
	r.add(o, "spec.podSelector", "expected %s: %s, or its callers %q", nameLabel, w.Name, w.Callers)
	return o.app.in, o.app.out
}

// namesSelected are the apps that a selector requires one of.
func namesSelected(s *metav1.LabelSelector) []string {
	if name, ok := s.MatchLabels[nameLabel]; ok && len(s.MatchExpressions) == 0 {
		return []string{name}
	}
	if len(s.MatchExpressions) == 1 && len(s.MatchLabels) == 0 {
		if e := s.MatchExpressions[0]; e.Key == nameLabel && e.Operator == metav1.LabelSelectorOpIn {
			return slices.Sorted(slices.Values(e.Values))
		}
	}
	return nil
}

// directions: a policy says the directions that it has rules for, since the API server would guess.
func directions(o *object, spec *networkingv1.NetworkPolicySpec, r *report) {
	for i, t := range spec.PolicyTypes {
		if slices.Contains(spec.PolicyTypes[:i], t) {
			r.add(o, at("spec.policyTypes", i), "%s is listed twice", t)
		}
		oneOf(r, o, at("spec.policyTypes", i), t, networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress)
	}
	if len(spec.PolicyTypes) == 0 {
		r.add(o, "spec.policyTypes", "missing: expected the directions that it has rules for")
		return
	}
	if len(spec.Ingress) > 0 && !slices.Contains(spec.PolicyTypes, networkingv1.PolicyTypeIngress) {
		r.add(o, "spec.policyTypes", "expected Ingress too, or its rules do nothing")
	}
	if len(spec.Egress) > 0 && !slices.Contains(spec.PolicyTypes, networkingv1.PolicyTypeEgress) {
		r.add(o, "spec.policyTypes", "expected Egress too, or its rules do nothing")
	}
	if o.id.Name == defaultDeny {
		return
	}
	if len(spec.Ingress) == 0 && slices.Contains(spec.PolicyTypes, networkingv1.PolicyTypeIngress) {
		r.add(o, "spec.ingress", "missing: the policy opens nothing in this direction")
	}
	if len(spec.Egress) == 0 && slices.Contains(spec.PolicyTypes, networkingv1.PolicyTypeEgress) {
		r.add(o, "spec.egress", "missing: the policy opens nothing in this direction")
	}
}

// netRule judges one rule: its peers, and its ports.
func (o *object) netRule(field, side string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort, wanted []opening, r *report) {
	if len(peers) == 0 {
		r.add(o, field+side, "missing: that is everyone, inside and outside the cluster")
	}
	var served []opening
	for i, peer := range peers {
		served = append(served, o.peer(at(field+side, i), peer, wanted, r)...)
	}
	if len(ports) == 0 {
		r.add(o, field+".ports", "missing: that is every port")
	}
	for i, port := range ports {
		o.netPort(at(field+".ports", i), port, served, r)
		if slices.ContainsFunc(ports[:i], func(before networkingv1.NetworkPolicyPort) bool { return reflect.DeepEqual(before, port) }) {
			r.add(o, at(field+".ports", i), "listed twice")
		}
	}
}

// peer judges one end of a rule, and returns the openings that it serves.
func (o *object) peer(field string, peer networkingv1.NetworkPolicyPeer, wanted []opening, r *report) []opening {
	chosen, err := endsOf(o.id.Namespace, peer)
	if err != nil {
		r.add(o, field, "cannot be read: %v", err)
		return nil
	}
	if peer.IPBlock != nil && (peer.NamespaceSelector != nil || peer.PodSelector != nil) {
		r.add(o, field, "ipBlock stands beside a selector: the API server takes one or the other")
	}
	served := chosen.serves(wanted)
	switch {
	case len(served) == 0 && peer.IPBlock != nil:
		r.add(o, field+".ipBlock.cidr", "%s is not declared: expected %s", peer.IPBlock.CIDR, whos(wanted))
	case len(served) == 0:
		r.add(o, field+chosen.astray(wanted), "the plan wants no connection with it: expected %s", whos(wanted))
	case chosen.inside(stranger):
		r.add(o, field+".namespaceSelector", "selects every namespace: expected the one of %s", whos(served))
	case chosen.wide(served):
		r.add(o, field+".podSelector", "selects other pods too: expected those of %s", whos(served))
	}
	o.names(field+".podSelector", peer.PodSelector, served, r)
	return served
}

// stranger is a name that no app and no namespace has: it is longer than they may be.
var stranger = strings.Repeat("stranger-", 8)

// names reports apps that a peer lists and the plan does not.
func (o *object) names(field string, s *metav1.LabelSelector, served []opening, r *report) {
	if s == nil {
		return
	}
	for i, e := range s.MatchExpressions {
		for j, value := range e.Values {
			if e.Key == nameLabel && !slices.ContainsFunc(served, func(w opening) bool { return w.pod != nil && w.pod.Labels[nameLabel] == value }) {
				r.add(o, at(at(field+".matchExpressions", i, ".values"), j), "the plan wants no connection with %q: expected %s", value, whos(served))
			}
		}
	}
}

// netPort judges one port of a rule against the openings that its peers serve.
func (o *object) netPort(field string, port networkingv1.NetworkPolicyPort, served []opening, r *report) {
	oneOf(r, o, field+".protocol", deref(port.Protocol), corev1.ProtocolTCP, corev1.ProtocolUDP)
	udp := deref(port.Protocol) == corev1.ProtocolUDP
	if udp && len(served) > 0 && !slices.ContainsFunc(served, func(w opening) bool { return w.udp }) {
		r.add(o, field+".protocol", "UDP: expected TCP")
	}
	known := portsOf(served)
	switch {
	case port.Port == nil:
		r.add(o, field+".port", "missing: that is every port")
	case port.EndPort != nil:
		r.add(o, field+".endPort", "%d: expected single ports", *port.EndPort)
	case port.Port.Type == intstr.String:
		r.add(o, field+".port", "%q: expected a number, which says the same of every pod", port.Port.StrVal)
	case len(served) > 0 && !slices.Contains(known, port.Port.IntVal) && !(o.app != nil && served[0].pod != nil && o.app.listens(port.Port.IntVal)):
		r.add(o, field+".port", "%d is not wanted for %s: expected one of %d", port.Port.IntVal, whos(served), known)
	}
}

// listens says whether a container of the app has a port; a patch may give it one more than app.yaml can.
func (a *app) listens(port int32) bool {
	for _, p := range a.pods {
		for c := range p.containers() {
			if slices.ContainsFunc(c.Ports, func(cp corev1.ContainerPort) bool { return cp.ContainerPort == port }) {
				return true
			}
		}
	}
	return false
}

// whos lists who openings are for.
func whos(openings []opening) string {
	if len(openings) == 0 {
		return "none"
	}
	names := make([]string, len(openings))
	for i, w := range openings {
		names[i] = w.who
	}
	return strings.Join(names, ", ")
}
