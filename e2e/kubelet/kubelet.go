// Package kubelet runs chosen pods of a cluster as plain processes, as their
// spec says: arguments, environment, volumes, user, read-only root, token of
// the ServiceAccount. It is a kubelet without containers and without images:
// the root of a pod is an overlay of the root that the harness itself sees,
// with the binaries of its Program laid where the image would carry them.
//
// Of each pod the first container runs (and its init containers, where the
// Program asks for it); the others are reported as running. Not done: liveness
// probes, exec probes (they succeed), lifecycle hooks, resource limits,
// capabilities and seccomp, hostNetwork (such a pod has an address of its own).
package kubelet

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// Network connects the network namespace of a pod.
type Network interface {
	// Attach gives the network namespace of the thread or process pid the
	// address ip and a default route.
	Attach(pid int, ip netip.Addr) error
}

// Config says what runs where. Client, Network, Programs and Dir are
// required; New fills in the rest.
type Config struct {
	Client   kubernetes.Interface
	Network  Network
	Programs []Program
	// Dir holds logs and volumes. It is made when it is missing.
	Dir string
	// Files lays files or directories of the harness over paths of every pod:
	// pod path → path here. The overlay sees no mount of the sandbox, so a
	// file that the sandbox has bound over another is named here too.
	Files map[string]string
	// Addresses of pods are handed out in order and never again (10.20.96.0/19).
	Addresses netip.Prefix
	// DNS is the nameserver of pods (172.20.0.10).
	DNS netip.Addr
	// Backoff is the wait before the first restart (1 s); it doubles with each
	// further one, up to ten times as long.
	Backoff time.Duration
	// Period is the longest period and initial delay of a probe (2 s): a proof
	// does not wait for the 10 s that are right for a cluster.
	Period time.Duration
}

// Kubelet runs the pods of all nodes of one cluster.
type Kubelet struct {
	Config
	addresses *addresses
	workers   sync.WaitGroup

	mu     sync.Mutex
	pods   map[types.UID]*pod
	places map[place]chan struct{}
}

// place names the pods of which only some run for real.
type place struct {
	owner types.UID
	image string
}

// New returns a Kubelet that does nothing until Run.
func New(c Config) (*Kubelet, error) {
	if !c.Addresses.IsValid() {
		c.Addresses = netip.MustParsePrefix("10.20.96.0/19")
	}
	if !c.DNS.IsValid() {
		c.DNS = netip.MustParseAddr("172.20.0.10")
	}
	c.Backoff = orElse(c.Backoff, time.Second)
	c.Period = orElse(c.Period, 2*time.Second)
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("directory of the kubelet: %w", err)
	}
	c.Dir = dir
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("directory of the kubelet: %w", err)
	}
	return &Kubelet{
		Config:    c,
		addresses: &addresses{prefix: c.Addresses, last: c.Addresses.Addr()},
		pods:      map[types.UID]*pod{},
		places:    map[place]chan struct{}{},
	}, nil
}

func orElse(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// Run follows the cluster until ctx ends, then kills what runs and returns.
func (k *Kubelet) Run(ctx context.Context) error {
	factory := informers.NewSharedInformerFactory(k.Client, 0)
	core := factory.Core().V1()
	_, err := core.Pods().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(o any) { k.observe(ctx, o.(*corev1.Pod)) },
		UpdateFunc: func(_, o any) { k.observe(ctx, o.(*corev1.Pod)) },
		DeleteFunc: func(o any) { k.forget(o) },
	})
	if err != nil {
		return fmt.Errorf("watch pods: %w", err)
	}
	for _, informer := range []cache.SharedIndexInformer{core.ConfigMaps().Informer(), core.Secrets().Informer()} {
		_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc:    k.wake,
			UpdateFunc: func(_, o any) { k.wake(o) },
			DeleteFunc: k.wake,
		})
		if err != nil {
			return fmt.Errorf("watch ConfigMaps and Secrets: %w", err)
		}
	}
	factory.Start(ctx.Done())
	<-ctx.Done()
	factory.Shutdown()
	k.workers.Wait()
	return nil
}

// observe starts the worker of a pod that is new and ours, and tells the
// worker of a known one.
func (k *Kubelet) observe(ctx context.Context, object *corev1.Pod) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p := k.pods[object.UID]
	if p == nil {
		program := k.program(object)
		if program == nil || object.Spec.NodeName == "" || ctx.Err() != nil {
			return
		}
		p = newPod(ctx, k, program, object)
		k.pods[object.UID] = p
		k.workers.Go(p.run)
	}
	p.update(object)
}

// forget kills at once what is left of a pod whose object is gone.
func (k *Kubelet) forget(o any) {
	if unknown, ok := o.(cache.DeletedFinalStateUnknown); ok {
		o = unknown.Obj
	}
	object, ok := o.(*corev1.Pod)
	if !ok {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if p := k.pods[object.UID]; p != nil {
		p.stop(true)
		delete(k.pods, object.UID)
	}
}

// wake lets the pods of a namespace look at their ConfigMaps and Secrets.
func (k *Kubelet) wake(o any) {
	if unknown, ok := o.(cache.DeletedFinalStateUnknown); ok {
		o = unknown.Obj
	}
	object, ok := o.(interface{ GetNamespace() string })
	if !ok {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range k.pods {
		if p.namespace == object.GetNamespace() {
			p.poke()
		}
	}
}

// placesOf returns the places of the pods that share owner and image: who
// sends into it runs for real and receives when it ends.
func (k *Kubelet) placesOf(object *corev1.Pod, program *Program) chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := place{owner: owner(object), image: program.Image}
	if k.places[key] == nil {
		k.places[key] = make(chan struct{}, program.Replicas)
	}
	return k.places[key]
}
