package policy

import (
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/manifest"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// environments: every environment that a cluster hosts has its Namespace, bounds on what it takes, and a policy that
// denies what no other allows.
func environments(n *namespace, r *report) {
	for _, id := range []manifest.ID{
		{Kind: "Namespace", Name: n.name},
		{Kind: "ResourceQuota", Namespace: n.name, Name: n.name},
		{Kind: "LimitRange", Namespace: n.name, Name: n.name},
		policyID(n.name, defaultDeny),
	} {
		o := n.cluster.get(id)
		switch {
		case o == nil:
			r.add(n.missing(id), "", "missing: every environment needs one")
		case id.Name == defaultDeny:
			denies(o, r)
		}
	}
}

// defaultDeny is the policy that isolates every pod of an environment.
const defaultDeny = "default-deny"

// missing stands for an object that should be in the environment's directory, so that a finding can name it.
func (n *namespace) missing(id manifest.ID) *object {
	file := path.Join(n.plan.Dir(), fileOf(id))
	return &object{Entry: manifest.Entry{Path: file}, id: id, cluster: n.cluster, namespace: n}
}

// denies: the default policy selects every pod, in both directions, and lets nothing through.
func denies(o *object, r *report) {
	p, ok := o.Object.(*networkingv1.NetworkPolicy)
	if !ok {
		return
	}
	if !everyPod(&p.Spec.PodSelector) {
		r.add(o, "spec.podSelector", "expected every pod: those that it leaves out are open")
	}
	for _, direction := range []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress} {
		if !slices.Contains(p.Spec.PolicyTypes, direction) {
			r.add(o, "spec.policyTypes", "expected %s too: that direction is open", direction)
		}
	}
	if len(p.Spec.Ingress) > 0 {
		r.add(o, "spec.ingress", "expected nothing: this policy only denies")
	}
	if len(p.Spec.Egress) > 0 {
		r.add(o, "spec.egress", "expected nothing: this policy only denies")
	}
}

// everyPod says whether a selector requires nothing.
func everyPod(s *metav1.LabelSelector) bool { return len(s.MatchLabels)+len(s.MatchExpressions) == 0 }
