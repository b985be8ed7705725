package kubelet

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/example/fastapi-gitops/e2e/process"
)

// pod is the worker of one pod. Its goroutine is run; what others touch is
// behind mu.
type pod struct {
	k               *Kubelet
	program         *Program
	namespace, name string
	dir             string          // of volumes, and of the root that a process mounts
	cluster         context.Context // ends with the Kubelet
	ctx             context.Context // ends with the pod, too
	end             context.CancelFunc
	changed         chan struct{} // holds one: look at volumes and references again

	// Of the goroutine alone.
	link    *os.File // the network namespace
	written map[string]map[string]file
	tokens  map[corev1.ServiceAccountTokenProjection]token

	mu      sync.Mutex
	object  *corev1.Pod // newest that was seen
	ip      netip.Addr
	host    string
	status  status
	process *process.Process // of the first container, while it runs
}

func newPod(ctx context.Context, k *Kubelet, program *Program, object *corev1.Pod) *pod {
	p := &pod{
		k: k, program: program,
		namespace: object.Namespace, name: object.Name,
		dir:     filepath.Join(k.Dir, "pods", string(object.UID)),
		cluster: ctx,
		changed: make(chan struct{}, 1),
		written: map[string]map[string]file{},
		tokens:  map[corev1.ServiceAccountTokenProjection]token{},
		object:  object,
	}
	p.ctx, p.end = context.WithCancel(ctx)
	return p
}

// update takes notice of a newer version of the object.
func (p *pod) update(object *corev1.Pod) {
	p.mu.Lock()
	before := p.object
	p.object = object
	p.mu.Unlock()
	if object.DeletionTimestamp != nil {
		p.stop(ptr.Deref(object.DeletionGracePeriodSeconds, 30) == 0)
	}
	if quoted(before.Labels) != quoted(object.Labels) || quoted(before.Annotations) != quoted(object.Annotations) {
		p.poke() // a downwardAPI volume may show them
	}
}

// stop ends the pod: SIGTERM, and SIGKILL after the grace period of package
// process, or at once.
func (p *pod) stop(now bool) {
	p.end()
	p.mu.Lock()
	running := p.process
	p.mu.Unlock()
	if now && running != nil {
		go running.Kill()
	}
}

func (p *pod) poke() {
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// spec is the pod as its process may see it, with its addresses.
func (p *pod) spec() *corev1.Pod {
	p.mu.Lock()
	defer p.mu.Unlock()
	object := p.object.DeepCopy()
	if p.ip.IsValid() {
		object.Status.PodIP = p.ip.String()
	}
	object.Status.HostIP = p.host
	return object
}

// run is the life of the pod, to its removal from the cluster.
func (p *pod) run() {
	defer os.RemoveAll(p.dir)
	if !finished(p.spec()) {
		p.live()
	}
	<-p.ctx.Done()
	p.remove()
}

func finished(object *corev1.Pod) bool {
	return object.Status.Phase == corev1.PodSucceeded || object.Status.Phase == corev1.PodFailed
}

// live runs the containers, for as long as the spec wants.
func (p *pod) live() {
	for p.connect() != nil {
		if !sleep(p.ctx, p.k.Backoff) {
			return
		}
	}
	defer p.link.Close()
	if p.program.Replicas > 0 {
		places := p.k.placesOf(p.spec(), p.program)
		if !p.claim(places) {
			return
		}
		defer func() { <-places }()
	}
	object := p.spec()
	for i := range object.Spec.InitContainers {
		c := &object.Spec.InitContainers[i]
		program := p.k.programOf(c.Image)
		if !p.program.InitContainers || program == nil || always(c) {
			continue
		}
		if !p.attend(c, program, true) {
			return
		}
	}
	p.report(func(s *status) { s.initialised = true })
	p.attend(&object.Spec.Containers[0], p.program, false)
}

// connect gives the pod its address and learns that of its node.
func (p *pod) connect() (err error) {
	defer func() {
		if err != nil {
			p.report(func(s *status) { s.waiting = creating(fmt.Errorf("failed to create pod sandbox: %w", err)) })
		}
	}()
	ip, err := p.k.addresses.next()
	if err != nil {
		return err
	}
	host := ""
	node, err := p.k.Client.CoreV1().Nodes().Get(p.ctx, p.spec().Spec.NodeName, metav1.GetOptions{})
	if err != nil {
		return err
	}
	for _, address := range node.Status.Addresses {
		if address.Type == corev1.NodeInternalIP {
			host = address.Address
		}
	}
	if p.link, err = connect(p.k.Network, ip); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ip, p.host = ip, host
	return nil
}

// claim takes one of the owner's places. A pod that gets none is reported as
// ready until one is free. It says whether there was one before the pod's end.
func (p *pod) claim(places chan<- struct{}) bool {
	select {
	case places <- struct{}{}:
		return true
	default:
	}
	p.report(func(s *status) { s.simulated = true })
	select {
	case places <- struct{}{}:
		p.report(func(s *status) { s.simulated = false })
		return true
	case <-p.ctx.Done():
		return false
	}
}

// remove deletes the object, as a kubelet does when the containers are gone.
func (p *pod) remove() {
	now := metav1.DeleteOptions{
		GracePeriodSeconds: ptr.To[int64](0),
		Preconditions:      metav1.NewUIDPreconditions(string(p.spec().UID)),
	}
	for p.cluster.Err() == nil {
		err := p.k.Client.CoreV1().Pods(p.namespace).Delete(p.cluster, p.name, now)
		if err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
			return
		}
		sleep(p.cluster, time.Second)
	}
}

// sleep says whether ctx lasted.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// waiting is why a container does not run, as its status says it.
type waiting struct{ reason, message string }

func (w *waiting) Error() string { return w.reason + ": " + w.message }

// configError is for what the container's spec refers to.
func configError(err error) error {
	if err == nil {
		return nil
	}
	return &waiting{"CreateContainerConfigError", err.Error()}
}

// creating is for what the kubelet only tells in an event.
func creating(err error) *waiting { return &waiting{"ContainerCreating", err.Error()} }

// refusal is err as a waiting reason.
func refusal(err error) *waiting {
	var w *waiting
	if errors.As(err, &w) {
		return w
	}
	return &waiting{"CreateContainerError", fmt.Sprint(err)}
}
