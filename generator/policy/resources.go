package policy

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// bound is the least and the most of a resource that a container can mean: below, no process starts; above, no node of
// ours has it. A unit that was lost or doubled ends outside.
type bound struct{ least, most resource.Quantity }

var resourceBounds = map[corev1.ResourceName]bound{
	corev1.ResourceCPU:              {resource.MustParse("1m"), resource.MustParse("64")},
	corev1.ResourceMemory:           {resource.MustParse("8Mi"), resource.MustParse("256Gi")},
	corev1.ResourceEphemeralStorage: {resource.MustParse("1Mi"), resource.MustParse("512Gi")},
}

// needsRequest and needsLimit are the resources that each container states. A CPU limit costs latency and protects
// nobody whom requests do not protect; memory and storage that run out take the node's other pods along.
var (
	needsRequest = []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage}
	needsLimit   = []corev1.ResourceName{corev1.ResourceMemory, corev1.ResourceEphemeralStorage}
)

// resources: each container requests CPU, memory and storage, and has limits for the latter two, in plausible amounts.
func resources(p *pod, r *report) {
	if p.app == nil {
		return
	}
	for c := range p.containers() {
		field := c.at + ".resources"
		amounts(p.object, field+".requests", c.Resources.Requests, needsRequest, r)
		amounts(p.object, field+".limits", c.Resources.Limits, needsLimit, r)
		for _, name := range sortedKeys(c.Resources.Requests) {
			request, limit := c.Resources.Requests[name], c.Resources.Limits[name]
			if !limit.IsZero() && request.Cmp(limit) > 0 {
				r.add(p.object, key(field+".limits", string(name)), "%s is below the request of %s", limit.String(), request.String())
			}
		}
		if len(c.Resources.Claims) > 0 {
			r.add(p.object, field+".claims", "no device is claimed by apps here")
		}
		scratch(p, c, r)
		if p.app.plan != nil && !c.init {
			ofClass(p, field, c.Resources, r)
		}
	}
}

// tuned is how many times more or less than its size class an app may be given by a patch. A unit that was lost or
// doubled is further away.
const tuned = 8

// ofClass compares requests and limits with the app's size class.
func ofClass(p *pod, field string, has corev1.ResourceRequirements, r *report) {
	class := p.app.plan.Resources
	storage := class.Storage.DeepCopy()
	if p.app.plan.Scratch != nil {
		storage.Add(*p.app.plan.Scratch)
	}
	for name, want := range map[corev1.ResourceName]resource.Quantity{
		corev1.ResourceCPU: class.CPU, corev1.ResourceMemory: class.Memory, corev1.ResourceEphemeralStorage: storage,
	} {
		for list, amounts := range map[string]corev1.ResourceList{".requests": has.Requests, ".limits": has.Limits} {
			if amount, set := amounts[name]; set && !near(amount, want) {
				r.add(p.object, key(field+list, string(name)), "%s is far from the %s of the app's size class", amount.String(), want.String())
			}
		}
	}
}

// near says whether an amount is within the factor tuned of another.
func near(amount, of resource.Quantity) bool {
	a, b := amount.MilliValue(), of.MilliValue()
	return a <= b*tuned && a*tuned >= b
}

// amounts judges a list of requests or limits.
func amounts(o *object, field string, list corev1.ResourceList, needs []corev1.ResourceName, r *report) {
	for _, name := range needs {
		if _, set := list[name]; !set {
			r.add(o, key(field, string(name)), "missing")
		}
	}
	for _, name := range sortedKeys(list) {
		quantity := list[name]
		limits, known := resourceBounds[name]
		switch {
		case !known:
			r.add(o, key(field, string(name)), "no such resource%s", hint(string(name), resourceNames()))
		case quantity.Cmp(limits.least) < 0 || quantity.Cmp(limits.most) > 0:
			r.add(o, key(field, string(name)), "%s: expected %s to %s", quantity.String(), limits.least.String(), limits.most.String())
		case name != corev1.ResourceCPU && quantity.MilliValue()%1000 != 0:
			r.add(o, key(field, string(name)), "%s is no whole number of bytes", quantity.String())
		}
	}
}

func resourceNames() []string {
	var names []string
	for name := range resourceBounds {
		names = append(names, string(name))
	}
	return names
}

// scratch: what a container may write to its volumes fits its storage limit, or the kubelet evicts the pod before the
// volume is full.
func scratch(p *pod, c container, r *report) {
	limit, set := c.Resources.Limits[corev1.ResourceEphemeralStorage]
	if !set {
		return
	}
	for i, v := range p.template.Spec.Volumes {
		mounted := slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool { return m.Name == v.Name })
		if mounted && v.EmptyDir != nil && v.EmptyDir.Medium == "" && v.EmptyDir.SizeLimit != nil && v.EmptyDir.SizeLimit.Cmp(limit) > 0 {
			r.add(p.object, at(p.spec("volumes"), i, ".emptyDir.sizeLimit"), "%s is above the storage limit of container %s, %s", v.EmptyDir.SizeLimit, c.Name, limit.String())
		}
	}
}
