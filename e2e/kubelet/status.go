package kubelet

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// status is what the worker knows of its pod. Its zero value is a pod that is
// just scheduled.
type status struct {
	simulated   bool   // running and ready, without a process
	initialised bool   // init containers are done
	container   string // that runs, or is to run
	init        bool   // it is an init container
	waiting     *waiting
	running     *corev1.ContainerStateRunning
	done        *corev1.ContainerStateTerminated // for good
	last        *corev1.ContainerStateTerminated
	restarts    int32
	health      health
	id          string
}

// health is what probes found.
type health struct{ started, ready bool }

func containerID(pid int) string { return fmt.Sprintf("process://%d", pid) }

func (s *status) runs(began time.Time, pid int) {
	s.waiting, s.health = nil, health{}
	s.running = &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(began)}
	s.id = containerID(pid)
}

func (s *status) crashed(exit *corev1.ContainerStateTerminated, why *waiting) {
	s.waiting, s.running, s.health = why, nil, health{}
	s.last = exit
	s.restarts++
}

func (s *status) terminated(exit *corev1.ContainerStateTerminated) {
	s.waiting, s.running, s.health = nil, nil, health{}
	if s.init && exit.ExitCode == 0 { // the next one begins afresh
		*s = status{}
		return
	}
	s.done = exit
}

// report changes the status and writes it, as often as it takes, until the pod ends.
func (p *pod) report(change func(*status)) {
	p.mu.Lock()
	change(&p.status)
	object := p.object
	p.mu.Unlock()
	pods := p.k.Client.CoreV1().Pods(p.namespace)
	for p.ctx.Err() == nil {
		object = object.DeepCopy()
		p.mu.Lock()
		p.status.write(object)
		if p.ip.IsValid() {
			object.Status.PodIP, object.Status.PodIPs = p.ip.String(), []corev1.PodIP{{IP: p.ip.String()}}
		}
		if p.host != "" {
			object.Status.HostIP, object.Status.HostIPs = p.host, []corev1.HostIP{{IP: p.host}}
		}
		p.mu.Unlock()
		_, err := pods.UpdateStatus(p.ctx, object, metav1.UpdateOptions{})
		if err == nil || apierrors.IsNotFound(err) {
			return
		}
		if !apierrors.IsConflict(err) && !sleep(p.ctx, p.k.Backoff/4) {
			return
		}
		if newer, err := pods.Get(p.ctx, p.name, metav1.GetOptions{}); err == nil && newer.UID == object.UID {
			object = newer
		}
	}
}

// write puts the status into the object.
func (s *status) write(object *corev1.Pod) {
	now := metav1.Now()
	to := &object.Status
	to.ObservedGeneration = object.Generation
	if to.StartTime == nil {
		to.StartTime = &now
	}
	to.Phase = s.phase()
	to.InitContainerStatuses = nil
	for i := range object.Spec.InitContainers {
		c := &object.Spec.InitContainers[i]
		to.InitContainerStatuses = append(to.InitContainerStatuses, s.initContainer(c, *to.StartTime))
	}
	to.ContainerStatuses = nil
	ready := true
	for i := range object.Spec.Containers {
		one := s.sidecar(&object.Spec.Containers[i], *to.StartTime)
		if i == 0 {
			one = s.main(&object.Spec.Containers[i], *to.StartTime)
		}
		ready = ready && one.Ready
		to.ContainerStatuses = append(to.ContainerStatuses, one)
	}
	reason := ""
	if to.Phase == corev1.PodSucceeded || to.Phase == corev1.PodFailed {
		reason = "PodCompleted"
	} else if !ready {
		reason = "ContainersNotReady"
	}
	condition(to, corev1.PodReadyToStartContainers, to.Phase == corev1.PodRunning || to.Phase == corev1.PodPending, "", now)
	condition(to, corev1.PodInitialized, s.up(), "", now)
	condition(to, corev1.ContainersReady, ready, reason, now)
	condition(to, corev1.PodReady, ready, reason, now)
}

// up says that init containers are over.
func (s *status) up() bool { return s.simulated || s.initialised }

func (s *status) phase() corev1.PodPhase {
	switch {
	case s.simulated:
		return corev1.PodRunning
	case s.done != nil && s.done.ExitCode == 0:
		return corev1.PodSucceeded
	case s.done != nil:
		return corev1.PodFailed
	case s.up() && (s.running != nil || s.last != nil):
		return corev1.PodRunning
	}
	return corev1.PodPending
}

// main is the container with the process.
func (s *status) main(c *corev1.Container, start metav1.Time) corev1.ContainerStatus {
	to := corev1.ContainerStatus{Name: c.Name, Image: c.Image, ImageID: imageID(c)}
	started := s.health.started
	switch {
	case s.simulated:
		to.State.Running = &corev1.ContainerStateRunning{StartedAt: start}
		to.Ready, started = true, true
	case !s.up():
		to.State.Waiting = &corev1.ContainerStateWaiting{Reason: "PodInitializing"}
	default:
		s.state(&to)
	}
	to.Started = &started
	return to
}

// state is that of the container that the worker attends to.
func (s *status) state(to *corev1.ContainerStatus) {
	to.RestartCount, to.ContainerID = s.restarts, s.id
	to.LastTerminationState.Terminated = s.last
	switch {
	case s.done != nil:
		to.State.Terminated = s.done
	case s.running != nil:
		to.State.Running, to.Ready = s.running, s.health.ready
	case s.waiting != nil:
		to.State.Waiting = &corev1.ContainerStateWaiting{Reason: s.waiting.reason, Message: s.waiting.message}
	default:
		to.State.Waiting = &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}
	}
}

// sidecar is a container without a process: it runs while the pod does.
func (s *status) sidecar(c *corev1.Container, start metav1.Time) corev1.ContainerStatus {
	to := corev1.ContainerStatus{Name: c.Name, Image: c.Image, ImageID: imageID(c)}
	runs := s.phase() == corev1.PodRunning
	switch {
	case runs:
		to.State.Running, to.Ready = &corev1.ContainerStateRunning{StartedAt: start}, true
	case s.done != nil:
		to.State.Terminated = completed(start)
	default:
		to.State.Waiting = &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}
	}
	to.Started = &runs
	return to
}

// initContainer is done when it is no process of ours.
func (s *status) initContainer(c *corev1.Container, start metav1.Time) corev1.ContainerStatus {
	if always(c) {
		return s.sidecar(c, start)
	}
	started := false
	to := corev1.ContainerStatus{Name: c.Name, Image: c.Image, ImageID: imageID(c), Started: &started}
	if s.init && s.container == c.Name {
		s.state(&to)
	} else {
		to.State.Terminated, to.Ready = completed(start), true
	}
	return to
}

func completed(at metav1.Time) *corev1.ContainerStateTerminated {
	return &corev1.ContainerStateTerminated{Reason: "Completed", StartedAt: at, FinishedAt: at}
}

// always says that an init container is a sidecar.
func always(c *corev1.Container) bool {
	return c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
}

func imageID(c *corev1.Container) string {
	if _, digest, ok := strings.Cut(c.Image, "@"); ok {
		return repository(c.Image) + "@" + digest
	}
	return c.Image
}

// condition sets one condition and leaves those of others alone.
func condition(to *corev1.PodStatus, kind corev1.PodConditionType, is bool, reason string, now metav1.Time) {
	value := corev1.ConditionFalse
	if is {
		value, reason = corev1.ConditionTrue, ""
	}
	next := corev1.PodCondition{Type: kind, Status: value, Reason: reason, LastTransitionTime: now, ObservedGeneration: to.ObservedGeneration}
	for i := range to.Conditions {
		if c := &to.Conditions[i]; c.Type == kind {
			if c.Status == value {
				next.LastTransitionTime = c.LastTransitionTime
			}
			*c = next
			return
		}
	}
	to.Conditions = append(to.Conditions, next)
}
