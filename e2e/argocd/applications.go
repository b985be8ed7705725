// Package argocd sees what Argo CD says of its Applications, and asks it for what a person would.
package argocd

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
)

// Namespace in which Argo CD and its Applications live.
const Namespace = "argocd"

// Resource is that of Applications.
var Resource = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications"}

// Applications of an Argo CD, kept by an informer.
type Applications struct {
	client  dynamic.ResourceInterface
	mu      sync.Mutex
	known   map[string]*Application
	fine    map[string]time.Time // since when
	changed chan struct{}        // closed by the next change
}

// Watch follows them until ctx ends. It returns once it knows all there are.
func Watch(ctx context.Context, client dynamic.Interface) (*Applications, error) {
	a := &Applications{client: client.Resource(Resource).Namespace(Namespace), known: map[string]*Application{},
		fine: map[string]time.Time{}, changed: make(chan struct{})}
	informer := dynamicinformer.NewFilteredDynamicInformer(client, Resource, Namespace, 0, cache.Indexers{}, nil).Informer()
	registration, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    a.set,
		UpdateFunc: func(_, object any) { a.set(object) },
		DeleteFunc: a.remove,
	})
	if err != nil {
		return nil, err
	}
	go informer.RunWithContext(ctx)
	if !cache.WaitForCacheSync(ctx.Done(), registration.HasSynced) {
		return nil, fmt.Errorf("watch Applications: %w", ctx.Err())
	}
	return a, nil
}

func (a *Applications) set(object any) {
	app := &Application{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.(*unstructured.Unstructured).Object, app); err != nil {
		panic(fmt.Sprintf("an Application of another shape than Argo CD's: %v", err)) // of the proof itself, not of an input
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known[app.Name] = app
	if _, ok := a.fine[app.Name]; !ok && app.Fine() {
		a.fine[app.Name] = time.Now()
	}
	a.notify()
}

func (a *Applications) remove(object any) {
	name, err := cache.DeletionHandlingMetaNamespaceKeyFunc(object)
	if err != nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.known, strings.TrimPrefix(name, Namespace+"/"))
	a.notify()
}

func (a *Applications) notify() {
	close(a.changed)
	a.changed = make(chan struct{})
}

// All are those there are, by name.
func (a *Applications) All() []*Application {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.SortedFunc(maps.Values(a.known), func(x, y *Application) int { return cmp.Compare(x.Name, y.Name) })
}

// Get is the one of that name, nil if there is none.
func (a *Applications) Get(name string) *Application {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.known[name]
}

// FirstFine is when it was Synced and Healthy for the first time; zero if it never was.
func (a *Applications) FirstFine(name string) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.fine[name]
}

// Until waits for a condition on all of them. The error says how each is that is not fine.
func (a *Applications) Until(ctx context.Context, what string, condition func(map[string]*Application) bool) error {
	for {
		a.mu.Lock()
		met, changed := condition(a.known), a.changed
		a.mu.Unlock()
		if met {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%s: %w\n%s", what, ctx.Err(), a.troubles())
		}
	}
}

// UntilFine waits until all there are are fine.
func (a *Applications) UntilFine(ctx context.Context) error {
	return a.Until(ctx, "every Application is fine", func(all map[string]*Application) bool {
		for _, app := range all {
			if !app.Fine() {
				return false
			}
		}
		return true
	})
}

// UntilOf waits for a condition on one.
func (a *Applications) UntilOf(ctx context.Context, name, what string, condition func(*Application) bool) error {
	return a.Until(ctx, name+" "+what, func(all map[string]*Application) bool {
		app := all[name]
		return app != nil && condition(app)
	})
}

func (a *Applications) troubles() string {
	var lines []string
	for _, app := range a.All() {
		if !app.Fine() {
			lines = append(lines, fmt.Sprintf("%s: %s, %s, %s: %s", app.Name, app.Status.Sync.Status, app.Status.Health.Status,
				app.Status.OperationState.Phase, app.Says()))
		}
	}
	return strings.Join(lines, "\n")
}

// refresh is the annotation that asks for a comparison; Argo CD removes it when it has compared.
const refresh = "argocd.argoproj.io/refresh"

// Refresh asks for a comparison now.
func (a *Applications) Refresh(ctx context.Context, name string) error {
	_, err := a.client.Patch(ctx, name, types.MergePatchType,
		[]byte(`{"metadata":{"annotations":{"`+refresh+`":"normal"}}}`), metav1.PatchOptions{FieldManager: "e2e"})
	return err
}

// Compare has Argo CD compare these with git as it is now, and waits until it has.
func (a *Applications) Compare(ctx context.Context, names ...string) error {
	asked := time.Now().Truncate(time.Second).Add(time.Second) // times of Argo CD have no fractions
	select {
	case <-time.After(time.Until(asked)):
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, name := range names {
		if err := a.Refresh(ctx, name); err != nil {
			return err
		}
	}
	return a.Until(ctx, "compared again", func(all map[string]*Application) bool {
		return !slices.ContainsFunc(names, func(name string) bool {
			app := all[name]
			return app == nil || app.Annotations[refresh] != "" || app.Status.ReconciledAt.Time.Before(asked)
		})
	})
}

// Terminate ends the sync that runs, retries included, as `argocd app terminate-op` does.
func (a *Applications) Terminate(ctx context.Context, name string) error {
	_, err := a.client.Patch(ctx, name, types.MergePatchType,
		[]byte(`{"status":{"operationState":{"phase":"Terminating"}}}`), metav1.PatchOptions{FieldManager: "e2e"})
	return err
}
