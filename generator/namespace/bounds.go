package namespace

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// resourceQuota bounds the sum over all pods, sidecars included. No object that costs money by itself is to be had here.
func resourceQuota(n *plan.Namespace) []manifest.Object {
	quota := n.Environment.Quota
	return []manifest.Object{&corev1.ResourceQuota{
		TypeMeta:   typeMeta("v1", "ResourceQuota"),
		ObjectMeta: objectMeta(n.Name(), n.Name()),
		Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{
			corev1.ResourceRequestsCPU:              quota.CPU,
			corev1.ResourceRequestsMemory:           quota.Memory,
			corev1.ResourceLimitsMemory:             quota.Memory,
			corev1.ResourceRequestsEphemeralStorage: quota.Storage,
			corev1.ResourceLimitsEphemeralStorage:   quota.Storage,
			corev1.ResourcePods:                     *resource.NewQuantity(int64(quota.Pods), resource.DecimalSI),
			corev1.ResourceServicesLoadBalancers:    resource.MustParse("0"),
			corev1.ResourceServicesNodePorts:        resource.MustParse("0"),
		}},
	}}
}

// limitRange gives containers that say nothing, such as those that webhooks add, the least they can do with.
func limitRange(n *plan.Namespace) []manifest.Object {
	list := func(cpu, memory, storage string) corev1.ResourceList {
		l := corev1.ResourceList{
			corev1.ResourceMemory:           resource.MustParse(memory),
			corev1.ResourceEphemeralStorage: resource.MustParse(storage),
		}
		if cpu != "" {
			l[corev1.ResourceCPU] = resource.MustParse(cpu)
		}
		return l
	}
	return []manifest.Object{&corev1.LimitRange{
		TypeMeta:   typeMeta("v1", "LimitRange"),
		ObjectMeta: objectMeta(n.Name(), n.Name()),
		Spec: corev1.LimitRangeSpec{Limits: []corev1.LimitRangeItem{{
			Type:           corev1.LimitTypeContainer,
			DefaultRequest: list("10m", "32Mi", "32Mi"),
			Default:        list("", "64Mi", "64Mi"),
		}}},
	}}
}
