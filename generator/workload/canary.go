package workload

import (
	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// canary brings out each version of the Deployment's pods step by step, and takes it back when the analysis fails
// (docs/decisions/009-canary.md).
func canary(w *plan.Workload) []manifest.Object {
	if w.Canary == nil {
		return nil
	}
	return []manifest.Object{
		rollout(w), trackService(w, w.StableService(), "stable"), trackService(w, w.CanaryService(), "canary"), analysis(w),
	}
}

const (
	// leastPods of each version: were it a single one, the drain of its node would fail all of its requests, and the analysis
	// would blame the version.
	leastPods = 2

	// abortSeconds for which the pods of a version that is taken back stay, so that every proxy has heard of the weights.
	abortSeconds = 30
)

// rollout starts with as many replicas as there may be, since nobody knows here how many the Deployment has come to when the
// Rollout takes its place; from then on the autoscaler has the number. A version that does not start is taken back as one that
// fails. The old version keeps all of its pods until the new one has all requests (no dynamicStableScale), so that going back
// is a change of weights alone.
func rollout(w *plan.Workload) *rollouts.Rollout {
	return &rollouts.Rollout{
		TypeMeta:   typeMeta("argoproj.io/v1alpha1", "Rollout"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: rollouts.RolloutSpec{
			Replicas: ptr.To(w.Replicas.Max),
			WorkloadRef: rollouts.WorkloadRef{
				APIVersion: "apps/v1", Kind: "Deployment", Name: w.Name, ScaleDown: rollouts.ScaleDownOnSuccess,
			},
			RevisionHistoryLimit:    ptr.To[int32](3), // git holds the rest
			ProgressDeadlineSeconds: ptr.To(progressDeadline(w)),
			ProgressDeadlineAbort:   true,
			Strategy: rollouts.RolloutStrategy{Canary: rollouts.CanaryStrategy{
				CanaryService:              w.CanaryService(),
				StableService:              w.StableService(),
				TrafficRouting:             rollouts.TrafficRouting{Plugins: rollouts.Plugins{GatewayAPI: weighted(w)}},
				Steps:                      canarySteps(w.Canary),
				Analysis:                   background(w),
				MaxUnavailable:             ptr.To(intstr.FromInt32(0)),
				MaxSurge:                   ptr.To(intstr.FromString("25%")),
				MinPodsPerReplicaSet:       ptr.To[int32](leastPods),
				AbortScaleDownDelaySeconds: ptr.To[int32](abortSeconds),
			}},
		},
	}
}

// weighted are the routes that carry the weights: all of those by which the app's Service is reached.
func weighted(w *plan.Workload) *rollouts.GatewayAPI {
	plugin := &rollouts.GatewayAPI{Namespace: w.Namespace.Name()}
	for _, route := range outboundRoutes(w) {
		plugin.HTTPRoutes = append(plugin.HTTPRoutes, rollouts.HTTPRoute{Name: route.GetName()})
	}
	return plugin
}

func canarySteps(c *plan.Canary) []rollouts.CanaryStep {
	var steps []rollouts.CanaryStep
	for _, weight := range c.Weights {
		steps = append(steps, rollouts.CanaryStep{SetWeight: &weight},
			rollouts.CanaryStep{Pause: &rollouts.Pause{Duration: c.Pause.String()}})
	}
	return steps
}

// trackLabel tells the Services of the two versions from the app's own, which alone is scraped
// (https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments).
const trackLabel = "track"

// trackService is the Service of one of the two versions. The controller adds their hash to the selector; before it does, and
// when there is no Rollout, the Service has every pod of the app.
func trackService(w *plan.Workload, name, track string) manifest.Object {
	s := appService(w)
	s.Name = name
	s.Labels[trackLabel] = track
	return s
}
