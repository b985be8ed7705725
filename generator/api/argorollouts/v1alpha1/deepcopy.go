package v1alpha1

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
)

// DeepCopyObject implements runtime.Object.
func (in *Rollout) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Replicas = copied(in.Spec.Replicas)
	out.Spec.RevisionHistoryLimit = copied(in.Spec.RevisionHistoryLimit)
	out.Spec.ProgressDeadlineSeconds = copied(in.Spec.ProgressDeadlineSeconds)
	out.Spec.Strategy.Canary = in.Spec.Strategy.Canary.copied()
	return &out
}

func (in CanaryStrategy) copied() CanaryStrategy {
	out := in
	out.MaxSurge, out.MaxUnavailable = copied(in.MaxSurge), copied(in.MaxUnavailable)
	out.MinPodsPerReplicaSet = copied(in.MinPodsPerReplicaSet)
	out.AbortScaleDownDelaySeconds = copied(in.AbortScaleDownDelaySeconds)
	if plugin := copied(in.TrafficRouting.Plugins.GatewayAPI); plugin != nil {
		plugin.HTTPRoutes = slices.Clone(plugin.HTTPRoutes)
		out.TrafficRouting.Plugins.GatewayAPI = plugin
	}
	out.Steps = slices.Clone(in.Steps)
	for i, step := range out.Steps {
		out.Steps[i] = CanaryStep{SetWeight: copied(step.SetWeight), Pause: copied(step.Pause)}
	}
	if analysis := copied(in.Analysis); analysis != nil {
		analysis.Templates, analysis.Args = slices.Clone(analysis.Templates), slices.Clone(analysis.Args)
		for i := range analysis.Args {
			analysis.Args[i].ValueFrom = copied(analysis.Args[i].ValueFrom)
		}
		analysis.StartingStep = copied(analysis.StartingStep)
		out.Analysis = analysis
	}
	return out
}

// DeepCopyObject implements runtime.Object.
func (in *AnalysisTemplate) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Args = slices.Clone(in.Spec.Args)
	out.Spec.Metrics = slices.Clone(in.Spec.Metrics)
	for i, metric := range out.Spec.Metrics {
		out.Spec.Metrics[i].FailureLimit = copied(metric.FailureLimit)
		out.Spec.Metrics[i].InconclusiveLimit = copied(metric.InconclusiveLimit)
	}
	return &out
}

// copied points to a copy of what a pointer points to.
func copied[T any](in *T) *T {
	if in == nil {
		return nil
	}
	out := *in
	return &out
}
