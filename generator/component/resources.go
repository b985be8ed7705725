package component

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// Requests of a container, as Kubernetes writes quantities
// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/). It is for constants: what is none panics.
func Requests(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
}

// Bounded are requests with their memory as the limit; CPU has none, since throttling would only delay.
func Bounded(requests corev1.ResourceList) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: requests,
		Limits:   corev1.ResourceList{corev1.ResourceMemory: requests[corev1.ResourceMemory]},
	}
}
