package policy

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// rollingUpdates: a rolling update starts new pods before it stops old ones, ends when it cannot succeed, and says with how many
// replicas it begins.
func rollingUpdates(a *app, r *report) {
	for _, o := range a.objects {
		if d, ok := o.Object.(*appsv1.Deployment); ok {
			a.strategy(o, &d.Spec, r)
			a.progress(o, &d.Spec, r)
			a.replicas(o, d.Spec.Replicas, r)
		}
	}
}

func (a *app) strategy(o *object, spec *appsv1.DeploymentSpec, r *report) {
	if spec.Strategy.Type != appsv1.RollingUpdateDeploymentStrategyType {
		r.add(o, "spec.strategy.type", "%q: expected RollingUpdate; anything else interrupts the service", spec.Strategy.Type)
		return
	}
	if spec.Strategy.RollingUpdate == nil {
		r.add(o, "spec.strategy.rollingUpdate", "missing: the default takes a quarter of the pods away")
		return
	}
	unavailable, surge := spec.Strategy.RollingUpdate.MaxUnavailable, spec.Strategy.RollingUpdate.MaxSurge
	if unavailable == nil || scaled(unavailable, 100) != 0 {
		r.add(o, "spec.strategy.rollingUpdate.maxUnavailable", "%s: expected 0", text(unavailable))
	}
	if surge == nil || scaled(surge, 100) < 1 || scaled(surge, 100) > 100 {
		r.add(o, "spec.strategy.rollingUpdate.maxSurge", "%s: expected 1%% to 100%%, or a number of pods up to 100", text(surge))
	}
}

func text(v *intstr.IntOrString) string {
	if v == nil {
		return "missing"
	}
	return v.String()
}

// scaled is the number that a count or a percentage means of a total, rounded up; -1 where it means nothing.
func scaled(v *intstr.IntOrString, total int) int {
	n, err := intstr.GetScaledValueFromIntOrPercent(v, total, true)
	if err != nil {
		return -1
	}
	return n
}

// defaultDeadline is the API server's, in seconds.
const defaultDeadline = 600

// mostPatience is the time in seconds after which a rollout that stands still must be said to have failed.
const mostPatience = 1800

func (a *app) progress(o *object, spec *appsv1.DeploymentSpec, r *report) {
	deadline := int64(defaultDeadline)
	if spec.ProgressDeadlineSeconds != nil {
		deadline = int64(*spec.ProgressDeadlineSeconds)
	}
	if a.plan != nil {
		if least := a.plan.Probes.Startup + int64(spec.MinReadySeconds); deadline <= least || deadline > least+mostPatience {
			r.add(o, "spec.progressDeadlineSeconds", "%d: expected more than %d, which probes.startup of apps/%s/app.yaml resolves to, and at most %d more", deadline, least, a.name, mostPatience)
		}
	}
	if spec.MinReadySeconds < 0 {
		r.add(o, "spec.minReadySeconds", "%d: expected 0 or more", spec.MinReadySeconds)
	}
	if spec.Paused {
		r.add(o, "spec.paused", "nothing would be rolled out")
	}
	if spec.RevisionHistoryLimit != nil && (*spec.RevisionHistoryLimit < 1 || *spec.RevisionHistoryLimit > mostRevisions) {
		r.add(o, "spec.revisionHistoryLimit", "%d: expected 1 to %d", *spec.RevisionHistoryLimit, mostRevisions)
	}
}

// mostRevisions of old ReplicaSets are enough to go back by hand; git holds the rest.
const mostRevisions = 10

// replicas count when the Deployment is made and when it has none; else Argo CD leaves the autoscaler's number alone. Without one
// in git, a Deployment that was taken to 0, where autoscalers are switched off, would stay there. With a canary, 0 is what it is
// to have: the Rollout makes the pods.
func (a *app) replicas(o *object, replicas *int32, r *report) {
	least := int32(1)
	if a.namespace.plan != nil {
		least = a.namespace.plan.Environment.Replicas
	}
	switch ro := a.rollout(); {
	case replicas == nil:
		r.add(o, "spec.replicas", "missing: without pods it would never come to have some, since an autoscaler is off at 0")
	case ro != nil && *replicas != 0:
		r.add(o, "spec.replicas", "%d: expected 0, since Rollout/%s makes the pods", *replicas, ro.Name)
	case ro == nil && *replicas < least:
		r.add(o, "spec.replicas", "%d: expected %d at least, by replicas of environments/%s.yaml", *replicas, least, a.namespace.name)
	}
}

// autoscalerOf is the autoscaler of a workload; nil if there is none.
func (a *app) autoscalerOf(target manifest.ID) *object {
	for _, o := range a.objects {
		if h, ok := o.Object.(*autoscalingv2.HorizontalPodAutoscaler); ok {
			if ref := h.Spec.ScaleTargetRef; ref.Kind == target.Kind && ref.Name == target.Name {
				return o
			}
		}
	}
	return nil
}
