package workload

import (
	"fmt"
	"strconv"

	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

const (
	// hashArgument is the argument of the analysis that holds the hash of the new version's pods.
	hashArgument = "hash"

	// newPods selects their series: prometheus-operator turns what labels cannot hold into _.
	newPods = `,rollouts_pod_template_hash="{{args.` + hashArgument + `}}"`

	// mostFailures of one measurement leave the version where it is, the next one takes it back: a minute without luck is none
	// of its doing.
	mostFailures = 1

	// mostIdle measurements may find no request; they look at five minutes each.
	mostIdle = 2
)

// background judges the new version from the pause after its first weight on.
func background(w *plan.Workload) *rollouts.BackgroundAnalysis {
	return &rollouts.BackgroundAnalysis{
		Templates:    []rollouts.TemplateName{{TemplateName: w.Name}},
		StartingStep: ptr.To[int32](1),
		Args: []rollouts.RunArgument{
			{Name: hashArgument, ValueFrom: &rollouts.ValueFrom{PodTemplateHashValue: rollouts.LatestHash}},
		},
	}
}

// analysis asks of the new version's pods what the SLO asks of all.
func analysis(w *plan.Workload) *rollouts.AnalysisTemplate {
	return &rollouts.AnalysisTemplate{
		TypeMeta:   typeMeta("argoproj.io/v1alpha1", "AnalysisTemplate"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: rollouts.AnalysisTemplateSpec{
			Args: []rollouts.Argument{{Name: hashArgument}},
			Metrics: []rollouts.Metric{
				measure(w, "availability", w.SLO.Availability.Budget, failed(w, newPods)),
				measure(w, "latency", w.SLO.Fast.Budget, slow(w, newPods)),
			},
		},
	}
}

// measure fails at the rate at which people are paged, over the shorter of the page's windows: the longer one would outlast the
// canary.
func measure(w *plan.Workload, name string, budget float64, bad func(window string) string) rollouts.Metric {
	page := alerts[0].burns[0]
	success, failure := conditions(page.rate*budget, w.Canary.Promote)
	total := series(w, "count", newPods)
	return rollouts.Metric{
		Name:              name,
		InitialDelay:      plan.CanaryDelay.String(),
		Interval:          plan.CanaryInterval.String(),
		SuccessCondition:  success,
		FailureCondition:  failure,
		FailureLimit:      ptr.To(intstr.FromInt32(mostFailures)),
		InconclusiveLimit: ptr.To(intstr.FromInt32(mostIdle)),
		Provider: rollouts.Provider{Prometheus: rollouts.Prometheus{
			Address: plan.PrometheusURL,
			Query:   fmt.Sprintf("%s\n/\nsum(rate(%s[%s]))", bad(page.short), total, page.short),
		}},
	}
}

// conditions are expressions (https://github.com/expr-lang/expr) over the list of values that Prometheus answers. It is empty
// where the new pods have no series yet, and NaN where they had no requests; then neither holds, which pauses the Rollout, or a
// version that nobody asks is promoted.
func conditions(limit float64, promote bool) (success, failure string) {
	const asked = "len(result) > 0 && !isNaN(result[0])"
	most := strconv.FormatFloat(limit, 'g', 6, 64)
	success, failure = asked+" && result[0] <= "+most, asked+" && result[0] > "+most
	if promote {
		success = "len(result) == 0 || isNaN(result[0]) || result[0] <= " + most
	}
	return success, failure
}
