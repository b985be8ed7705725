package policy

import (
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// disruption: nodes can be drained, one pod of an app at a time.
func disruption(a *app, r *report) {
	var first *object
	for _, o := range a.objects {
		budget, ok := o.Object.(*policyv1.PodDisruptionBudget)
		if !ok {
			continue
		}
		if first != nil {
			r.add(o, "", "%s is for the same pods: the API server evicts no pod that has two budgets", first.id)
		}
		first = o
		oneAtATime(o, &budget.Spec, r)
	}
}

func oneAtATime(o *object, spec *policyv1.PodDisruptionBudgetSpec, r *report) {
	if spec.MinAvailable != nil {
		r.add(o, "spec.minAvailable", "%s: expected maxUnavailable: 1 instead, which holds for any number of replicas", spec.MinAvailable)
	}
	if most := spec.MaxUnavailable; most == nil || *most != intstr.FromInt32(1) {
		r.add(o, "spec.maxUnavailable", "%s: expected 1; 0 would keep nodes from being drained, more would take too many pods", text(most))
	}
	if policy := deref(spec.UnhealthyPodEvictionPolicy); policy != policyv1.AlwaysAllow {
		r.add(o, "spec.unhealthyPodEvictionPolicy", "%q: expected AlwaysAllow, or an app that crashes keeps its nodes from being drained (KEP-3017)", policy)
	}
}
