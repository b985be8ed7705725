package policy

import (
	"fmt"
	"slices"
	"time"

	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// canaries: a Rollout takes the pods of its app's Deployment over, every request to the app goes by the weights that it sets, the
// weights rise to all requests with time to look at each, and the analysis looks at the new pods alone.
func canaries(a *app, r *report) {
	for _, o := range a.objects {
		switch t := o.Object.(type) {
		case *rollouts.Rollout:
			a.takesOver(o, &t.Spec, r)
			a.weighted(o, &t.Spec.Strategy.Canary, r)
			steps(o, t.Spec.Strategy.Canary.Steps, r)
			a.judged(o, t.Spec.Strategy.Canary.Analysis, r)
		case *rollouts.AnalysisTemplate:
			a.analysis(o, &t.Spec, r)
		}
	}
}

// rollout is the app's Rollout; nil where its Deployment has the pods.
func (a *app) rollout() *rollouts.Rollout {
	for _, o := range a.objects {
		if t, ok := o.Object.(*rollouts.Rollout); ok {
			return t
		}
	}
	return nil
}

// takesOver: the Deployment has the template and no pods, and the autoscaler looks at the Rollout.
func (a *app) takesOver(o *object, spec *rollouts.RolloutSpec, r *report) {
	ref := spec.WorkloadRef
	if ref.APIVersion != "apps/v1" || ref.Kind != "Deployment" {
		r.add(o, "spec.workloadRef", "%s of %s: expected a Deployment of apps/v1", ref.Kind, ref.APIVersion)
	}
	if ref.ScaleDown != rollouts.ScaleDownOnSuccess {
		r.add(o, "spec.workloadRef.scaleDown", "%q: expected %s, or the Deployment's pods stay beside the Rollout's, or go before they are there",
			ref.ScaleDown, rollouts.ScaleDownOnSuccess)
	}
	if spec.Replicas == nil || *spec.Replicas < 1 {
		r.add(o, "spec.replicas", "%s: expected the most that there may be, since the Deployment goes when so many are there", number(spec.Replicas))
	}
	if spec.Paused {
		r.add(o, "spec.paused", "nothing would be rolled out")
	}
	if !spec.ProgressDeadlineAbort {
		r.add(o, "spec.progressDeadlineAbort", "expected true: a version that does not start would keep its share of the requests")
	}
	for _, other := range a.objects {
		if h, ok := other.Object.(*autoscalingv2.HorizontalPodAutoscaler); ok && h.Spec.ScaleTargetRef.Kind != "Rollout" {
			r.add(other, "spec.scaleTargetRef.kind", "%q: expected Rollout, which has the pods", h.Spec.ScaleTargetRef.Kind)
		}
	}
	a.told(r)
}

// told: the series of the app's pods say which version they are of.
func (a *app) told(r *report) {
	for _, o := range a.objects {
		if m, ok := o.Object.(*monitoringv1.ServiceMonitor); ok && !slices.Contains(m.Spec.PodTargetLabels, rollouts.PodHashLabel) {
			r.add(o, "spec.podTargetLabels", "expected %s, by which the analysis tells the new version from the old one", rollouts.PodHashLabel)
		}
	}
}

// weighted: each route to the app's Service has the Services of both versions, the old one with all requests, and is one of those
// whose weights the Rollout sets. By another, requests would go to both versions at any time.
func (a *app) weighted(o *object, c *rollouts.CanaryStrategy, r *report) {
	if c.CanaryService == c.StableService {
		r.add(o, "spec.strategy.canary.canaryService", "%q: expected another one than stableService", c.CanaryService)
	}
	const field = "spec.strategy.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI]"
	plugin := c.TrafficRouting.Plugins.GatewayAPI
	if plugin == nil {
		r.add(o, field, "missing: the share of the requests would be that of the pods")
		return
	}
	if plugin.Namespace != a.namespace.name {
		r.add(o, field+".namespace", "%q: expected %q", plugin.Namespace, a.namespace.name)
	}
	for _, other := range a.objects {
		route, ok := other.Object.(*gatewayv1.HTTPRoute)
		if !ok || !slices.ContainsFunc(route.Spec.ParentRefs, a.isService) {
			continue
		}
		if !slices.Contains(plugin.HTTPRoutes, rollouts.HTTPRoute{Name: route.Name}) {
			r.add(o, field+".httpRoutes", "misses %s: requests by that route would go to both versions at any time", route.Name)
		}
		for i := range route.Spec.Rules {
			shares(other, at("spec.rules", i, ".backendRefs"), route.Spec.Rules[i].BackendRefs, c, r)
		}
	}
}

// isService says whether a route's parent is the app's own Service.
func (a *app) isService(p gatewayv1.ParentReference) bool {
	return deref(p.Kind) == "Service" && string(p.Name) == a.name
}

// shares judges what a route starts with; the controller changes it while a version comes.
func shares(o *object, field string, refs []gatewayv1.HTTPBackendRef, c *rollouts.CanaryStrategy, r *report) {
	got := map[string]int32{}
	for _, ref := range refs {
		got[string(ref.Name)] = 1 // the API server's
		if ref.Weight != nil {
			got[string(ref.Name)] = *ref.Weight
		}
	}
	stable, hasStable := got[c.StableService]
	coming, hasCanary := got[c.CanaryService]
	if !hasStable || !hasCanary || len(refs) != 2 || stable != 100 || coming != 0 {
		r.add(o, field, "expected %s with weight 100 and %s with weight 0, which the Rollout changes", c.StableService, c.CanaryService)
	}
}

// steps: weights rise to 100, and after each there is time to look.
func steps(o *object, all []rollouts.CanaryStep, r *report) {
	const field = "spec.strategy.canary.steps"
	before, looked := int32(0), true
	for i, step := range all {
		switch {
		case step.SetWeight != nil && step.Pause != nil, step.SetWeight == nil && step.Pause == nil:
			r.add(o, at(field, i), "expected setWeight or pause, one of them")
		case step.Pause != nil:
			looked = true
			if d, err := time.ParseDuration(step.Pause.Duration); err != nil || d <= 0 {
				r.add(o, at(field, i, ".pause.duration"), "%q: expected a duration such as 5m, or a person has to end each pause", step.Pause.Duration)
			}
		default:
			if !looked {
				r.add(o, at(field, i), "no pause after the weight before: nobody would have looked at it")
			}
			if *step.SetWeight <= before {
				r.add(o, at(field, i, ".setWeight"), "%d is not above the %d before it", *step.SetWeight, before)
			}
			before, looked = *step.SetWeight, false
		}
	}
	if before != 100 {
		r.add(o, field, "the weights end at %d: expected 100", before)
	}
	if !looked {
		r.add(o, field, "no pause after the last weight: nobody would have looked at it")
	}
}

// rolloutInputs: the steps are those of app.yaml.
func rolloutInputs(w *plan.Workload, o *object, spec *rollouts.RolloutSpec, r *report) {
	if w.Canary == nil {
		r.add(o, "", "expected none: apps/%s/app.yaml has no canary, or nobody relies on %s", w.Name, w.Namespace.Name())
		return
	}
	expect(r, o, "spec.replicas", deref(spec.Replicas), w.Replicas.Max, "replicas.max")
	var weights []int32
	for i, step := range spec.Strategy.Canary.Steps {
		if step.SetWeight != nil {
			weights = append(weights, *step.SetWeight)
		}
		if step.Pause != nil {
			expect(r, o, at("spec.strategy.canary.steps", i, ".pause.duration"), step.Pause.Duration, w.Canary.Pause.String(), "canary.pause")
		}
	}
	if !slices.Equal(weights, w.Canary.Weights) {
		expect(r, o, "spec.strategy.canary.steps", fmt.Sprint(weights), fmt.Sprint(w.Canary.Weights), "canary.steps")
	}
}

// rolloutUses lists what a Rollout refers to.
func rolloutUses(spec *rollouts.RolloutSpec) []use {
	const field = "spec.strategy.canary"
	c := &spec.Strategy.Canary
	uses := []use{
		{reference: reference{spec.WorkloadRef.Kind, spec.WorkloadRef.Name}, field: "spec.workloadRef.name"},
		{reference: reference{"Service", c.CanaryService}, field: field + ".canaryService"},
		{reference: reference{"Service", c.StableService}, field: field + ".stableService"},
	}
	if plugin := c.TrafficRouting.Plugins.GatewayAPI; plugin != nil {
		for i, route := range plugin.HTTPRoutes {
			field := at(field+".trafficRouting.plugins[argoproj-labs/gatewayAPI].httpRoutes", i, ".name")
			uses = append(uses, use{reference: reference{"HTTPRoute", route.Name}, field: field})
		}
	}
	if c.Analysis != nil {
		for i, template := range c.Analysis.Templates {
			field := at(field+".analysis.templates", i, ".templateName")
			uses = append(uses, use{reference: reference{"AnalysisTemplate", template.TemplateName}, field: field})
		}
	}
	return uses
}
