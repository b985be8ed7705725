package policy

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// quota: what the apps of an environment can come to take together, at most replicas, while each rolls out, with the
// mesh's sidecars, is what its quota admits. Otherwise a rollout stands still when load is highest.
func quota(n *namespace, r *report) {
	used := map[corev1.ResourceName]int64{}
	largest := map[corev1.ResourceName]demand{}
	for _, a := range n.apps() {
		for name, amount := range a.demands() {
			used[name] += amount
			if amount > largest[name].amount {
				largest[name] = demand{a.name, amount}
			}
		}
	}
	for _, o := range n.objects {
		q, ok := o.Object.(*corev1.ResourceQuota)
		if !ok {
			continue
		}
		for _, name := range sortedKeys(q.Spec.Hard) {
			limit := q.Spec.Hard[name]
			if used[name] > measure(name, limit) {
				r.add(o, key("spec.hard", string(name)), "apps can come to use %s with all replicas, surge and sidecars, and the quota is %s; most goes to %s (%s)",
					display(name, used[name]), limit.String(), largest[name].app, display(name, largest[name].amount))
			}
		}
	}
}

// demand is what one app can come to take of a resource.
type demand struct {
	app    string
	amount int64
}

// apps are those of the namespace.
func (n *namespace) apps() []*app {
	var apps []*app
	for _, a := range n.cluster.apps {
		if a.namespace == n {
			apps = append(apps, a)
		}
	}
	return apps
}

// measure is a quantity in the unit that sums are reckoned in: thousandths of CPU, else bytes or pieces.
func measure(name corev1.ResourceName, q resource.Quantity) int64 {
	if name == corev1.ResourceRequestsCPU || name == corev1.ResourceLimitsCPU {
		return q.MilliValue()
	}
	return q.Value()
}

func display(name corev1.ResourceName, amount int64) string {
	switch name {
	case corev1.ResourceRequestsCPU, corev1.ResourceLimitsCPU:
		return resource.NewMilliQuantity(amount, resource.DecimalSI).String()
	case corev1.ResourcePods, corev1.ResourceServicesLoadBalancers, corev1.ResourceServicesNodePorts:
		return resource.NewQuantity(amount, resource.DecimalSI).String()
	}
	return resource.NewQuantity(amount, resource.BinarySI).String()
}

// demands are what an app can come to take of each bounded resource.
func (a *app) demands() map[corev1.ResourceName]int64 {
	total := map[corev1.ResourceName]int64{}
	for _, p := range a.pods {
		pods := a.mostPods(p)
		total[corev1.ResourcePods] += pods
		for name, amount := range p.demands() {
			total[name] += pods * amount
		}
	}
	if s := a.service(); s != nil {
		switch s.Spec.Type {
		case corev1.ServiceTypeLoadBalancer:
			total[corev1.ResourceServicesLoadBalancers]++
			total[corev1.ResourceServicesNodePorts] += int64(len(s.Spec.Ports))
		case corev1.ServiceTypeNodePort:
			total[corev1.ResourceServicesNodePorts] += int64(len(s.Spec.Ports))
		}
	}
	return total
}

// mostPods is the number of pods while a rollout surges over the autoscaler's maximum. With a canary they are there twice: those of
// both versions at its last step, and those of the Deployment, which may surge, while the Rollout takes them over.
func (a *app) mostPods(p *pod) int64 {
	d, ok := p.Object.(*appsv1.Deployment)
	if !ok {
		return 1
	}
	replicas, surge := int64(1), int64(0)
	if d.Spec.Replicas != nil {
		replicas = int64(*d.Spec.Replicas)
	}
	ro := a.rollout()
	target := p.id
	if ro != nil {
		target = manifest.ID{Kind: "Rollout", Name: ro.Name}
	}
	if scaler := a.autoscalerOf(target); scaler != nil {
		replicas = int64(scaler.Object.(*autoscalingv2.HorizontalPodAutoscaler).Spec.MaxReplicas)
	}
	if rolling := d.Spec.Strategy.RollingUpdate; rolling != nil && rolling.MaxSurge != nil {
		surge = int64(max(0, scaled(rolling.MaxSurge, int(replicas))))
	}
	if ro != nil {
		return 2*replicas + surge
	}
	return replicas + surge
}

// bounded pairs what a container states with the quota's name for it.
var bounded = []struct {
	resource       corev1.ResourceName
	request, limit corev1.ResourceName
}{
	{corev1.ResourceCPU, corev1.ResourceRequestsCPU, corev1.ResourceLimitsCPU},
	{corev1.ResourceMemory, corev1.ResourceRequestsMemory, corev1.ResourceLimitsMemory},
	{corev1.ResourceEphemeralStorage, corev1.ResourceRequestsEphemeralStorage, corev1.ResourceLimitsEphemeralStorage},
}

// demands are those of one pod, as the mesh has injected it: its containers and sidecars together, or an init container with
// the sidecars that start before it, if that is more (KEP-753).
func (p *pod) demands() map[corev1.ResourceName]int64 {
	sum, start, sidecars := map[corev1.ResourceName]int64{}, map[corev1.ResourceName]int64{}, map[corev1.ResourceName]int64{}
	for c := range p.injected().containers() {
		for _, b := range bounded {
			for name, list := range map[corev1.ResourceName]corev1.ResourceList{b.request: c.Resources.Requests, b.limit: c.Resources.Limits} {
				amount := measure(name, list[b.resource])
				switch {
				case !c.init:
					sum[name] += amount
				case deref(c.RestartPolicy) == corev1.ContainerRestartPolicyAlways:
					sidecars[name] += amount
				default:
					start[name] = max(start[name], sidecars[name]+amount)
				}
			}
		}
	}
	for _, b := range bounded {
		for _, name := range []corev1.ResourceName{b.request, b.limit} {
			sum[name] = max(sum[name]+sidecars[name], start[name])
		}
	}
	return sum
}
