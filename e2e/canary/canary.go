// Package canary sees how Argo Rollouts brings out a new version of an app, and does what a person does to that.
package canary

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
)

var (
	rollouts     = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "rollouts"}
	analysisRuns = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "analysisruns"}
	httpRoutes   = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}
)

// App is an app with a canary: a Rollout, the HTTPRoutes whose weights it has, and its AnalysisRuns.
type App struct {
	namespace, name string
	client          dynamic.Interface
	listers         map[schema.GroupVersionResource]cache.GenericLister

	mu      sync.Mutex
	weights []int64       // of the canary, one after another, that all routes had
	changed chan struct{} // closed and made anew with each change
}

// Watch follows an app from now on until ctx ends. Its kinds must be there.
func Watch(ctx context.Context, client dynamic.Interface, namespace, name string) (*App, error) {
	a := &App{
		namespace: namespace, name: name, client: client, changed: make(chan struct{}),
		listers: map[schema.GroupVersionResource]cache.GenericLister{},
	}
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(client, 0, namespace, nil)
	for _, resource := range []schema.GroupVersionResource{rollouts, analysisRuns, httpRoutes} {
		informer := factory.ForResource(resource)
		a.listers[resource] = informer.Lister()
		_, err := informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc: func(any) { a.notice() }, UpdateFunc: func(any, any) { a.notice() }, DeleteFunc: func(any) { a.notice() },
		})
		if err != nil {
			return nil, err
		}
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	return a, ctx.Err()
}

// notice remembers the weight and wakes who waits.
func (a *App) notice() {
	s := a.State()
	a.mu.Lock()
	defer a.mu.Unlock()
	if s.Routed && s.Weight >= 0 && (len(a.weights) == 0 || a.weights[len(a.weights)-1] != s.Weight) {
		a.weights = append(a.weights, s.Weight)
	}
	close(a.changed)
	a.changed = make(chan struct{})
}

// Weights are those that the canary has had since Watch or the last call, the present one first and last.
func (a *App) Weights() []int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	had := slices.Clone(a.weights)
	a.weights = a.weights[max(0, len(a.weights)-1):]
	return had
}

// Until waits for a state of the app. An error says what was waited for, and the last state.
func (a *App) Until(ctx context.Context, what string, is func(State) bool) error {
	for {
		a.mu.Lock()
		changed := a.changed
		a.mu.Unlock()
		s := a.State()
		if is(s) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%s/%s: %s: %w; now %s", a.namespace, a.name, what, ctx.Err(), s)
		}
	}
}

// Promote ends the pause of the present step, by the patch of `kubectl argo rollouts promote`.
func (a *App) Promote(ctx context.Context) error {
	return a.patch(ctx, `{"status":{"pauseConditions":null}}`)
}

// Retry tries a version again that was taken back, by the patch of `kubectl argo rollouts retry rollout`.
func (a *App) Retry(ctx context.Context) error { return a.patch(ctx, `{"status":{"abort":false}}`) }

func (a *App) patch(ctx context.Context, patch string) error {
	_, err := a.client.Resource(rollouts).Namespace(a.namespace).
		Patch(ctx, a.name, types.MergePatchType, []byte(patch), metav1.PatchOptions{}, "status")
	return err
}

// Steps promotes a new version at each weight of the Rollout, once it has that and the analysis has measured it since, until it
// has taken over.
func (a *App) Steps(ctx context.Context) error {
	for _, weight := range a.State().Steps {
		reached := a.State().Measured
		err := a.Until(ctx, fmt.Sprintf("pauses at %d %%", weight), func(s State) bool {
			if !s.Paused || s.Weight != weight {
				reached = s.Measured
			}
			return s.Stuck() || s.Paused && s.Weight == weight && s.Measured > reached
		})
		if s := a.State(); err == nil && s.Stuck() {
			err = fmt.Errorf("%s/%s: does not come to %d %%: %s", a.namespace, a.name, weight, s)
		}
		if err != nil {
			return err
		}
		if err := a.Promote(ctx); err != nil {
			return err
		}
	}
	return a.Until(ctx, "has taken over", func(s State) bool { return s.Done() })
}

// State is how an app is.
type State struct {
	Phase, Message string
	Steps          []int64 // weights that the Rollout goes through
	Stable, Latest string  // hashes of the pods of both versions
	Paused         bool    // at a step
	Aborted        bool
	Routed         bool  // there are routes with weights
	Weight         int64 // of the canary in all routes, -1 where they differ
	InProgress     bool  // the routes say that their weights are not those of Git
	Analysis       string
	Measured       int64 // measurements of the latest version that succeeded
}

// Done says that one version alone is there.
func (s State) Done() bool {
	return s.Phase == "Healthy" && s.Stable != "" && s.Stable == s.Latest && s.Weight == 0 && !s.InProgress
}

// Stuck says that a person is to look: the version is taken back, or nobody knows how it is.
func (s State) Stuck() bool {
	return s.Aborted || s.Analysis == "Inconclusive" || s.Analysis == "Error"
}

func (s State) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s: stable %s, latest %s, paused %t, aborted %t, weight %d, in progress %t, analysis %s (%d measured) %s",
		s.Phase, s.Stable, s.Latest, s.Paused, s.Aborted, s.Weight, s.InProgress, s.Analysis, s.Measured, s.Message))
}
