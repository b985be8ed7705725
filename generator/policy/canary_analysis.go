package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/promql"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// judged: an analysis runs from the first weight on, and is told the hash of the new pods.
func (a *app) judged(o *object, analysis *rollouts.BackgroundAnalysis, r *report) {
	const field = "spec.strategy.canary.analysis"
	if analysis == nil || len(analysis.Templates) == 0 {
		r.add(o, field, "missing: no version would ever be taken back")
		return
	}
	if step := analysis.StartingStep; step != nil && (*step < 0 || *step > 1) {
		r.add(o, field+".startingStep", "%d: expected 1, the first pause", *step)
	}
	for i, arg := range analysis.Args {
		if arg.ValueFrom == nil || arg.ValueFrom.PodTemplateHashValue != rollouts.LatestHash {
			r.add(o, at(field+".args", i, ".valueFrom.podTemplateHashValue"), "expected %s, the pods that are coming", rollouts.LatestHash)
		}
	}
	for _, template := range analysis.Templates {
		a.given(o, field+".args", template.TemplateName, analysis.Args, r)
	}
}

// given reports arguments that a template has and nobody gives.
func (a *app) given(o *object, field, name string, args []rollouts.RunArgument, r *report) {
	for _, other := range a.objects {
		template, ok := other.Object.(*rollouts.AnalysisTemplate)
		if !ok || template.Name != name {
			continue
		}
		for _, arg := range template.Spec.Args {
			if !slices.ContainsFunc(args, func(given rollouts.RunArgument) bool { return given.Name == arg.Name }) {
				r.add(o, field, "no argument %s, which AnalysisTemplate/%s needs", arg.Name, name)
			}
		}
	}
}

// analysis: a template measures what slo of app.yaml promises, of the new pods alone.
func (a *app) analysis(o *object, spec *rollouts.AnalysisTemplateSpec, r *report) {
	names := map[string]bool{}
	for i := range spec.Metrics {
		m := &spec.Metrics[i]
		field := at("spec.metrics", i)
		if names[m.Name] {
			r.add(o, field+".name", "another metric is called %q too", m.Name)
		}
		names[m.Name] = true
		a.query(o, field+".provider.prometheus", m.Provider.Prometheus, spec.Args, r)
		verdict(o, field, m, r)
	}
	for _, objective := range []string{"availability", "latency"} {
		if !names[objective] {
			r.add(o, "spec.metrics", "none for %s, to which slo of apps/%s/app.yaml holds the app", objective, a.name)
		}
	}
}

// podHashSeries is the label that prometheus-operator makes of the label of pods.
var podHashSeries = strings.ReplaceAll(rollouts.PodHashLabel, "-", "_")

// query: what Prometheus is asked can be read, and is about the app's own new pods.
func (a *app) query(o *object, field string, p rollouts.Prometheus, args []rollouts.Argument, r *report) {
	if p.Address != plan.PrometheusURL {
		r.add(o, field+".address", "%q: expected %s", p.Address, plan.PrometheusURL)
	}
	selectors, err := promql.Parse(p.Query)
	if err != nil {
		r.add(o, field+".query", "%v", err)
		return
	}
	if len(selectors) == 0 {
		r.add(o, field+".query", "selects no series")
	}
	for _, s := range selectors {
		a.selectsOwn(o, field+".query", s, r)
		hash, _ := s.Value(podHashSeries)
		if !slices.ContainsFunc(args, func(arg rollouts.Argument) bool { return hash == fmt.Sprintf("{{args.%s}}", arg.Name) }) {
			r.add(o, field+".query", "%s: expected %s to be an argument, or it looks at the old version too", s.Name, podHashSeries)
		}
	}
}

// longestMeasure is the time within which a version that fails must be found out.
const longestMeasure = 5 * time.Minute

// verdict: it is said when a version passes, when it fails, and by that what becomes of one without requests, for which
// Prometheus has no value or NaN. An expression that takes the first of no values is an error, which takes the version back.
func verdict(o *object, field string, m *rollouts.Metric, r *report) {
	for _, duration := range []struct{ field, text string }{{".interval", m.Interval}, {".initialDelay", m.InitialDelay}} {
		if d, err := time.ParseDuration(duration.text); err != nil || d <= 0 || d > longestMeasure {
			r.add(o, field+duration.field, "%q: expected a duration up to %s", duration.text, longestMeasure)
		}
	}
	for _, condition := range []struct{ field, text string }{{".successCondition", m.SuccessCondition}, {".failureCondition", m.FailureCondition}} {
		if !strings.Contains(condition.text, "len(result)") || !strings.Contains(condition.text, "isNaN(result[0])") {
			r.add(o, field+condition.field, "%q: expected it to say by len(result) and isNaN(result[0]) what becomes of a version without requests", condition.text)
		}
	}
	for _, limit := range []struct {
		field string
		value *intstr.IntOrString
	}{{".failureLimit", m.FailureLimit}, {".inconclusiveLimit", m.InconclusiveLimit}} {
		if limit.value == nil || limit.value.Type != intstr.Int || limit.value.IntVal < 0 || limit.value.IntVal > mostMeasures {
			r.add(o, field+limit.field, "%s: expected 0 to %d", text(limit.value), mostMeasures)
		}
	}
}

// mostMeasures that may go wrong before something is done.
const mostMeasures = 5
