package canary_test

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// Who made a pod: a Deployment, or Argo Rollouts.
const (
	ofDeployment = "pod-template-hash"
	ofRollout    = "rollouts-pod-template-hash"
)

// pods are those of a namespace.
type pods struct {
	lister listers.PodNamespaceLister

	mu      sync.Mutex
	fewest  int           // that were ready at one time
	changed chan struct{} // closed and made anew with each change
}

// watchPods follows them until ctx ends.
func watchPods(ctx context.Context, client kubernetes.Interface, namespace string) (*pods, error) {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	informer := factory.Core().V1().Pods()
	p := &pods{lister: informer.Lister().Pods(namespace), changed: make(chan struct{})}
	_, err := informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { p.notice() }, UpdateFunc: func(any, any) { p.notice() }, DeleteFunc: func(any) { p.notice() },
	})
	if err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	return p, ctx.Err()
}

func (p *pods) notice() {
	ready := p.ready("")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fewest = min(p.fewest, ready)
	close(p.changed)
	p.changed = make(chan struct{})
}

// ready is how many are, and stay: of a maker, or of all if that is empty.
func (p *pods) ready(maker string) int {
	all, _ := p.lister.List(labels.Everything()) // a lister of a cache gives no error
	n := 0
	for _, pod := range all {
		for _, c := range pod.Status.Conditions {
			if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue && pod.DeletionTimestamp == nil &&
				(maker == "" || pod.Labels[maker] != "") {
				n++
			}
		}
	}
	return n
}

// fewestReady is how many were ready when they were fewest since the last call, or are now.
func (p *pods) fewestReady() int {
	ready := p.ready("")
	p.mu.Lock()
	defer p.mu.Unlock()
	fewest := min(p.fewest, ready)
	p.fewest = ready
	return fewest
}

// until waits until a maker has so many pods that are ready.
func (p *pods) until(ctx context.Context, maker string, n int) error {
	for {
		p.mu.Lock()
		changed := p.changed
		p.mu.Unlock()
		ready := p.ready(maker)
		if ready == n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%w: %d pods with a %s are ready, want %d", ctx.Err(), ready, maker, n)
		}
	}
}
