package policy

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// bounds: the quota of an environment is the one of its file and admits nothing that costs money by itself, and containers
// that say nothing about resources, such as those that webhooks add, get defaults, without which the quota refuses them.
func bounds(n *namespace, r *report) {
	for _, o := range n.objects {
		switch t := o.Object.(type) {
		case *corev1.ResourceQuota:
			hardLimits(n, o, &t.Spec, r)
		case *corev1.LimitRange:
			for i := range t.Spec.Limits {
				limitItem(n, o, at("spec.limits", i), &t.Spec.Limits[i], r)
				if slices.ContainsFunc(t.Spec.Limits[:i], func(l corev1.LimitRangeItem) bool { return l.Type == t.Spec.Limits[i].Type }) {
					r.add(o, at("spec.limits", i, ".type"), "%s is listed twice", t.Spec.Limits[i].Type)
				}
			}
			if !slices.ContainsFunc(t.Spec.Limits, func(l corev1.LimitRangeItem) bool { return l.Type == corev1.LimitTypeContainer }) {
				r.add(o, "spec.limits", "no item for containers: the quota would refuse those that say nothing")
			}
		}
	}
}

// hard are the limits that an environment's file gives.
func hard(q plan.Quota) map[corev1.ResourceName]resource.Quantity {
	return map[corev1.ResourceName]resource.Quantity{
		corev1.ResourceRequestsCPU:              q.CPU,
		corev1.ResourceRequestsMemory:           q.Memory,
		corev1.ResourceLimitsMemory:             q.Memory,
		corev1.ResourceRequestsEphemeralStorage: q.Storage,
		corev1.ResourceLimitsEphemeralStorage:   q.Storage,
		corev1.ResourcePods:                     *resource.NewQuantity(int64(q.Pods), resource.DecimalSI),
		corev1.ResourceServicesLoadBalancers:    {},
		corev1.ResourceServicesNodePorts:        {},
	}
}

func hardLimits(n *namespace, o *object, spec *corev1.ResourceQuotaSpec, r *report) {
	want := hard(n.plan.Environment.Quota)
	for _, name := range sortedKeys(want) {
		limit, expected := spec.Hard[name], want[name]
		if _, set := spec.Hard[name]; !set || limit.Cmp(expected) != 0 {
			r.add(o, key("spec.hard", string(name)), "%s: expected %s, by quota of environments/%s.yaml", limit.String(), expected.String(), n.name)
		}
	}
	for _, name := range sortedKeys(spec.Hard) {
		if _, known := want[name]; !known {
			r.add(o, key("spec.hard", string(name)), "%q is not one of the bounds here%s", name, hint(string(name), resourceKeys(want)))
		}
	}
	if len(spec.Scopes) > 0 || spec.ScopeSelector != nil {
		r.add(o, "spec.scopes", "pods outside the scope would be without bounds")
	}
}

func resourceKeys(m map[corev1.ResourceName]resource.Quantity) []string {
	var names []string
	for _, name := range sortedKeys(m) {
		names = append(names, string(name))
	}
	return names
}

// mostByDefault is what a container that says nothing may be given: it is something small of the platform.
var mostByDefault = corev1.ResourceList{
	corev1.ResourceCPU:              resource.MustParse("100m"),
	corev1.ResourceMemory:           resource.MustParse("256Mi"),
	corev1.ResourceEphemeralStorage: resource.MustParse("1Gi"),
}

func modest(o *object, field string, list corev1.ResourceList, r *report) {
	for _, name := range sortedKeys(list) {
		if amount, most := list[name], mostByDefault[name]; amount.Cmp(most) > 0 {
			r.add(o, key(field, string(name)), "%s: expected %s at most for containers that say nothing", amount.String(), most.String())
		}
	}
}

// limitItem judges the defaults for containers, and that no app breaks the limits.
func limitItem(n *namespace, o *object, field string, item *corev1.LimitRangeItem, r *report) {
	if item.Type != corev1.LimitTypeContainer {
		r.add(o, field+".type", "%q: expected Container", item.Type)
		return
	}
	amounts(o, field+".defaultRequest", item.DefaultRequest, needsRequest, r)
	amounts(o, field+".default", item.Default, needsLimit, r)
	modest(o, field+".defaultRequest", item.DefaultRequest, r)
	modest(o, field+".default", item.Default, r)
	for _, name := range sortedKeys(item.DefaultRequest) {
		request, limit := item.DefaultRequest[name], item.Default[name]
		if !limit.IsZero() && request.Cmp(limit) > 0 {
			r.add(o, key(field+".defaultRequest", string(name)), "%s is above the default limit of %s", request.String(), limit.String())
		}
	}
	if len(item.Max)+len(item.Min)+len(item.MaxLimitRequestRatio) > 0 {
		r.add(o, field, "only defaults are known here: size classes and the quota bound what apps take")
	}
}
