package kubelet

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example/fastapi-gitops/e2e/process"
)

// refresh is how often tokens are looked at, as in the kubelet's sync loop.
const refresh = time.Minute

// watch reports the container's state and keeps its volumes up to date until
// the process has ended.
func (p *pod) watch(c *corev1.Container, running *process.Process, began time.Time) {
	p.report(func(s *status) { s.runs(began, running.Pid()) })
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	changes := make(chan health)
	go p.probe(ctx, c, changes)
	ticks := time.NewTicker(refresh)
	defer ticks.Stop()
	for {
		select {
		case h := <-changes:
			p.report(func(s *status) { s.health = h })
		case <-p.changed:
			p.refresh()
		case <-ticks.C:
			p.refresh()
		case <-running.Done():
			return
		}
	}
}

// refresh leaves volumes as they are when it cannot read their sources, as the
// kubelet does.
func (p *pod) refresh() {
	if p.ctx.Err() == nil {
		_ = p.prepare(p.ctx)
	}
}

// exit says how the process ended, and with what last words if the container
// wants them. Where the stage failed it says why, as for a command that an
// image does not have.
func (p *pod) exit(ended *process.Process, c *corev1.Container, began time.Time) *corev1.ContainerStateTerminated {
	state := &corev1.ContainerStateTerminated{
		ExitCode:    code(ended.Err()),
		Reason:      "Completed",
		StartedAt:   metav1.NewTime(began),
		FinishedAt:  metav1.Now(),
		ContainerID: containerID(ended.Pid()),
	}
	if state.ExitCode != 0 {
		state.Reason = "Error"
		if c.TerminationMessagePolicy == corev1.TerminationMessageFallbackToLogsOnError {
			state.Message = ended.Tail(10)
		}
	}
	if failure, err := os.ReadFile(p.stageFile(c) + failureSuffix); err == nil && len(failure) > 0 {
		state.Reason, state.Message = "StartError", string(failure)
	}
	return state
}

// code is the exit code as a container has it: 128 and the signal that ended
// it. An error without an exit status is that of the status 0.
func code(err error) int32 {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0
	}
	if s, ok := exit.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return 128 + int32(s.Signal())
	}
	return int32(exit.ExitCode())
}
