package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// autoscaler looks at the app's container alone: the sidecar's use would hide it (KEP-1610).
func autoscaler(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&autoscalingv2.HorizontalPodAutoscaler{
		TypeMeta:   typeMeta("autoscaling/v2", "HorizontalPodAutoscaler"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: scaled(w),
			MinReplicas:    ptr.To(w.Replicas.Min),
			MaxReplicas:    w.Replicas.Max,
			Metrics: []autoscalingv2.MetricSpec{{
				Type: autoscalingv2.ContainerResourceMetricSourceType,
				ContainerResource: &autoscalingv2.ContainerResourceMetricSource{
					Name:      corev1.ResourceCPU,
					Container: w.Name,
					Target: autoscalingv2.MetricTarget{
						Type: autoscalingv2.UtilizationMetricType, AverageUtilization: ptr.To(w.Replicas.CPU),
					},
				},
			}},
			Behavior: &autoscalingv2.HorizontalPodAutoscalerBehavior{ScaleDown: scaleDown()},
		},
	}}
}

// scaled is what makes the app's pods.
func scaled(w *plan.Workload) autoscalingv2.CrossVersionObjectReference {
	if w.Canary != nil {
		return autoscalingv2.CrossVersionObjectReference{APIVersion: "argoproj.io/v1alpha1", Kind: "Rollout", Name: w.Name}
	}
	return autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: w.Name}
}

// scaleDown gives up at most a quarter of the pods a minute, once five minutes have shown that they are not needed.
func scaleDown() *autoscalingv2.HPAScalingRules {
	return &autoscalingv2.HPAScalingRules{
		StabilizationWindowSeconds: ptr.To[int32](300),
		SelectPolicy:               ptr.To(autoscalingv2.MaxChangePolicySelect),
		Policies: []autoscalingv2.HPAScalingPolicy{
			{Type: autoscalingv2.PercentScalingPolicy, Value: 25, PeriodSeconds: 60},
			{Type: autoscalingv2.PodsScalingPolicy, Value: 1, PeriodSeconds: 60},
		},
	}
}
