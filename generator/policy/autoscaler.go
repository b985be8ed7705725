package policy

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/example/fastapi-gitops/generator/manifest"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// apiVersions of the kinds that can be scaled.
var scalable = map[string]string{"Deployment": "apps/v1", "StatefulSet": "apps/v1", "Rollout": "argoproj.io/v1alpha1"}

// autoscaler: each autoscaler scales a workload of its app by the use of the app's own container, within sane bounds, and
// comes down slowly.
func autoscaler(a *app, r *report) {
	targets := map[manifest.ID]*object{}
	for _, o := range a.objects {
		h, ok := o.Object.(*autoscalingv2.HorizontalPodAutoscaler)
		if !ok {
			continue
		}
		a.target(o, h.Spec.ScaleTargetRef, r)
		a.bounds(o, &h.Spec, r)
		a.metrics(o, &h.Spec, r)
		behavior(o, h.Spec.Behavior, r)
		target := manifest.ID{Kind: h.Spec.ScaleTargetRef.Kind, Name: h.Spec.ScaleTargetRef.Name}
		if other := targets[target]; other != nil {
			r.add(o, "spec.scaleTargetRef", "%s is scaled by %s as well", target, other.id)
		}
		targets[target] = o
	}
}

func (a *app) target(o *object, ref autoscalingv2.CrossVersionObjectReference, r *report) {
	version, known := scalable[ref.Kind]
	switch {
	case !known:
		r.add(o, "spec.scaleTargetRef.kind", "%q cannot be scaled%s", ref.Kind, hint(ref.Kind, sortedKeys(scalable)))
	case ref.APIVersion != version:
		r.add(o, "spec.scaleTargetRef.apiVersion", "%q: expected %s", ref.APIVersion, version)
	}
}

func (a *app) bounds(o *object, spec *autoscalingv2.HorizontalPodAutoscalerSpec, r *report) {
	least := int32(1)
	if spec.MinReplicas != nil {
		least = *spec.MinReplicas
	}
	floor := int32(1)
	if a.namespace.plan != nil {
		floor = a.namespace.plan.Environment.Replicas
	}
	if least < floor {
		r.add(o, "spec.minReplicas", "%d: expected %d at least, by replicas of environments/%s.yaml", least, floor, a.namespace.name)
	}
	if spec.MaxReplicas < least {
		r.add(o, "spec.maxReplicas", "%d is below minReplicas, %d", spec.MaxReplicas, least)
	}
}

// metrics: CPU of the app's container alone, since the sidecar's use would hide it (KEP-1610), as a share of the request.
func (a *app) metrics(o *object, spec *autoscalingv2.HorizontalPodAutoscalerSpec, r *report) {
	if len(spec.Metrics) == 0 {
		r.add(o, "spec.metrics", "missing: the default looks at the sidecar too")
	}
	for i, m := range spec.Metrics {
		field := at("spec.metrics", i)
		if slices.ContainsFunc(spec.Metrics[:i], func(before autoscalingv2.MetricSpec) bool { return reflect.DeepEqual(before, m) }) {
			r.add(o, field, "listed twice")
		}
		switch {
		case m.Type != autoscalingv2.ContainerResourceMetricSourceType:
			r.add(o, field+".type", "%q: expected ContainerResource, which leaves the sidecar out", m.Type)
		case m.ContainerResource == nil:
			r.add(o, field+".containerResource", "missing")
		default:
			a.metric(o, field+".containerResource", m.ContainerResource, r)
		}
	}
}

func (a *app) metric(o *object, field string, m *autoscalingv2.ContainerResourceMetricSource, r *report) {
	oneOf(r, o, field+".name", m.Name, corev1.ResourceCPU, corev1.ResourceMemory)
	if m.Name == "" {
		r.add(o, field+".name", "missing")
	}
	if m.Target.Type != autoscalingv2.UtilizationMetricType {
		r.add(o, field+".target.type", "%q: expected Utilization, a share of the request", m.Target.Type)
	}
	if use := deref(m.Target.AverageUtilization); use < 1 || use > 100 {
		r.add(o, field+".target.averageUtilization", "%d: expected 1 to 100 percent of the request", use)
	}
	for _, p := range a.pods {
		p.measures(o, field+".container", m, r)
	}
}

// measures: the container that a metric looks at is there, and requests what it is to use a share of.
func (p *pod) measures(o *object, field string, m *autoscalingv2.ContainerResourceMetricSource, r *report) {
	var names []string
	for c := range p.containers() {
		if c.Name == m.Container {
			if _, requested := c.Resources.Requests[m.Name]; !requested {
				r.add(o, field, "container %s of %s requests no %s to use a share of", c.Name, p.workload(), m.Name)
			}
			return
		}
		names = append(names, c.Name)
	}
	r.add(o, field, "no container %q in %s%s", m.Container, p.workload(), hint(m.Container, names))
}

// The window in seconds over which an autoscaler waits before it scales down, at least and at most (the API's limit).
const (
	leastStabilization = 60
	mostStabilization  = 3600
)

// mostGivenUp in one period, in percent or pods.
const mostGivenUp = 100

func behavior(o *object, b *autoscalingv2.HorizontalPodAutoscalerBehavior, r *report) {
	if b == nil || b.ScaleDown == nil {
		r.add(o, "spec.behavior.scaleDown", "missing: it says how slowly replicas are given up")
		return
	}
	if window := b.ScaleDown.StabilizationWindowSeconds; window == nil || *window < leastStabilization || *window > mostStabilization {
		r.add(o, "spec.behavior.scaleDown.stabilizationWindowSeconds", "%s: expected %d to %d", number(window), leastStabilization, mostStabilization)
	}
	scaling(o, "spec.behavior.scaleDown", b.ScaleDown, r)
	if b.ScaleUp != nil {
		scaling(o, "spec.behavior.scaleUp", b.ScaleUp, r)
	}
	if len(b.ScaleDown.Policies) == 0 {
		r.add(o, "spec.behavior.scaleDown.policies", "missing: the default gives up every replica within 15 seconds")
	}
	for i, p := range b.ScaleDown.Policies {
		if p.Value > mostGivenUp {
			r.add(o, at("spec.behavior.scaleDown.policies", i, ".value"), "%d: expected %d at most", p.Value, mostGivenUp)
		}
	}
}

func number(n *int32) string {
	if n == nil {
		return "missing"
	}
	return fmt.Sprint(*n)
}

// scaling judges the rules of one direction. Disabled would keep every replica for ever, or never add one.
func scaling(o *object, field string, rules *autoscalingv2.HPAScalingRules, r *report) {
	oneOf(r, o, field+".selectPolicy", deref(rules.SelectPolicy), autoscalingv2.MaxChangePolicySelect, autoscalingv2.MinChangePolicySelect)
	for i, p := range rules.Policies {
		at := at(field+".policies", i)
		oneOf(r, o, at+".type", p.Type, autoscalingv2.PercentScalingPolicy, autoscalingv2.PodsScalingPolicy)
		if p.Type == "" {
			r.add(o, at+".type", "missing")
		}
		if p.Value < 1 {
			r.add(o, at+".value", "%d: expected 1 or more", p.Value)
		}
		if p.PeriodSeconds < 1 || p.PeriodSeconds > 1800 {
			r.add(o, at+".periodSeconds", "%d: expected 1 to 1800", p.PeriodSeconds)
		}
	}
}
