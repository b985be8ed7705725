package canary

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// inProgress is the label of routes by which Argo CD leaves their weights alone.
const inProgress = "rollouts.argoproj.io/gatewayapi-canary"

// rollout, analysisRun and route are what is read of these kinds.
type rollout struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Strategy struct {
			Canary struct {
				CanaryService string `json:"canaryService"`
				Steps         []struct {
					SetWeight *int64 `json:"setWeight"`
				} `json:"steps"`
			} `json:"canary"`
		} `json:"strategy"`
	} `json:"spec"`
	Status struct {
		ObservedGeneration string `json:"observedGeneration"`
		Phase              string `json:"phase"`
		Message            string `json:"message"`
		Abort              bool   `json:"abort"`
		StableRS           string `json:"stableRS"`
		CurrentPodHash     string `json:"currentPodHash"`
		PauseConditions    []struct {
			Reason string `json:"reason"`
		} `json:"pauseConditions"`
	} `json:"status"`
}

type analysisRun struct {
	metav1.ObjectMeta `json:"metadata"`
	Status            struct {
		Phase         string `json:"phase"`
		MetricResults []struct {
			Successful int64 `json:"successful"`
		} `json:"metricResults"`
	} `json:"status"`
}

type route struct {
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Rules []struct {
			BackendRefs []struct {
				Name   string `json:"name"`
				Weight int64  `json:"weight"`
			} `json:"backendRefs"`
		} `json:"rules"`
	} `json:"spec"`
}

// State is how the app is now.
func (a *App) State() State {
	all := list[rollout](a, rollouts)
	i := slices.IndexFunc(all, func(r rollout) bool { return r.Name == a.name })
	if i < 0 {
		return State{Phase: "Missing"}
	}
	r := all[i]
	s := State{
		Phase: r.Status.Phase, Message: r.Status.Message, Stable: r.Status.StableRS, Latest: r.Status.CurrentPodHash,
		Aborted: r.Status.Abort, Paused: len(r.Status.PauseConditions) > 0,
	}
	for _, step := range r.Spec.Strategy.Canary.Steps {
		if step.SetWeight != nil {
			s.Steps = append(s.Steps, *step.SetWeight)
		}
	}
	a.routes(&s, r.Spec.Strategy.Canary.CanaryService)
	a.analysis(&s)
	return s
}

func (a *App) routes(s *State, service string) {
	for _, r := range list[route](a, httpRoutes) {
		for _, rule := range r.Spec.Rules {
			for _, b := range rule.BackendRefs {
				if b.Name != service {
					continue
				}
				if s.Routed && s.Weight != b.Weight {
					s.Weight = -1
				} else {
					s.Weight = b.Weight
				}
				s.Routed = true
				s.InProgress = s.InProgress || r.Labels[inProgress] != ""
			}
		}
	}
}

// analysis is the newest of the latest version. It has measured as often as the metric that did so least.
func (a *App) analysis(s *State) {
	var newest *analysisRun
	for _, run := range list[analysisRun](a, analysisRuns) {
		if run.Labels["rollouts-pod-template-hash"] != s.Latest {
			continue
		}
		if newest == nil || newest.CreationTimestamp.Before(&run.CreationTimestamp) {
			newest = &run
		}
	}
	if newest == nil {
		return
	}
	s.Analysis = newest.Status.Phase
	for i, metric := range newest.Status.MetricResults {
		if i == 0 || metric.Successful < s.Measured {
			s.Measured = metric.Successful
		}
	}
}

// list is what there is of a kind; what cannot be read is left out.
func list[T any](a *App, resource schema.GroupVersionResource) []T {
	objects, _ := a.listers[resource].List(labels.Everything()) // a lister of a cache gives no error
	var all []T
	for _, o := range objects {
		var t T
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.(*unstructured.Unstructured).Object, &t); err == nil {
			all = append(all, t)
		}
	}
	return all
}
