package v1alpha1

import (
	"maps"
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"
)

// DeepCopyObject implements runtime.Object.
func (in *ClientTrafficPolicy) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.TargetRefs = slices.Clone(in.Spec.TargetRefs)
	out.Spec.ProxyProtocol = copied(in.Spec.ProxyProtocol)
	out.Spec.Headers = copied(in.Spec.Headers)
	out.Spec.Timeout = copied(in.Spec.Timeout)
	out.Spec.HealthCheck = copied(in.Spec.HealthCheck)
	if out.Spec.TLS = copied(in.Spec.TLS); out.Spec.TLS != nil {
		out.Spec.TLS.Ciphers = slices.Clone(in.Spec.TLS.Ciphers)
	}
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *BackendTrafficPolicy) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.TargetRefs = slices.Clone(in.Spec.TargetRefs)
	if out.Spec.RequestBuffer = copied(in.Spec.RequestBuffer); out.Spec.RequestBuffer != nil {
		out.Spec.RequestBuffer.Limit = in.Spec.RequestBuffer.Limit.DeepCopy()
	}
	if out.Spec.RateLimit = copied(in.Spec.RateLimit); out.Spec.RateLimit != nil {
		rules := slices.Clone(in.Spec.RateLimit.Local.Rules)
		for i := range rules {
			rules[i].ClientSelectors = slices.Clone(rules[i].ClientSelectors)
		}
		out.Spec.RateLimit.Local.Rules = rules
	}
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *EnvoyProxy) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	to := &out.Spec.Provider.Kubernetes
	to.EnvoyDeployment.Pod = in.Spec.Provider.Kubernetes.EnvoyDeployment.Pod.copied()
	in.Spec.Provider.Kubernetes.EnvoyDeployment.Container.Resources.DeepCopyInto(&to.EnvoyDeployment.Container.Resources)
	to.EnvoyService.Annotations = maps.Clone(to.EnvoyService.Annotations)
	to.EnvoyHPA.Metrics = each(to.EnvoyHPA.Metrics, func(m *autoscalingv2.MetricSpec) *autoscalingv2.MetricSpec { return m.DeepCopy() })
	settings := slices.Clone(in.Spec.Telemetry.AccessLog.Settings)
	for i := range settings {
		settings[i].Format.JSON, settings[i].Sinks = maps.Clone(settings[i].Format.JSON), slices.Clone(settings[i].Sinks)
	}
	out.Spec.Telemetry.AccessLog.Settings = settings
	return &out
}

func (in Pod) copied() Pod {
	in.Annotations = maps.Clone(in.Annotations)
	in.SecurityContext, in.Affinity = in.SecurityContext.DeepCopy(), in.Affinity.DeepCopy()
	in.Tolerations = each(in.Tolerations, func(t *corev1.Toleration) *corev1.Toleration { return t.DeepCopy() })
	in.TopologySpreadConstraints = each(in.TopologySpreadConstraints,
		func(c *corev1.TopologySpreadConstraint) *corev1.TopologySpreadConstraint { return c.DeepCopy() })
	return in
}

// each copies the elements of a list.
func each[T any](list []T, of func(*T) *T) []T {
	list = slices.Clone(list)
	for i := range list {
		list[i] = *of(&list[i])
	}
	return list
}

func copied[T any](in *T) *T {
	if in == nil {
		return nil
	}
	return ptr.To(*in)
}
