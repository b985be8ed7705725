package kubelet

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	corev1 "k8s.io/api/core/v1"

	"github.com/example/fastapi-gitops/e2e/process"
)

// longest is how often the backoff may double: ten times as long at most.
const longest = 10

// attend runs the container again and again, as the restart policy says. It
// returns whether the container completed; not so when the pod ends or fails.
func (p *pod) attend(c *corev1.Container, program *Program, init bool) bool {
	p.report(func(s *status) { s.container, s.init, s.waiting = c.Name, init, &waiting{reason: "ContainerCreating"} })
	for wait := p.k.Backoff; p.ctx.Err() == nil; wait = min(2*wait, longest*p.k.Backoff) {
		began := time.Now()
		exit := p.once(c, program)
		if exit == nil { // it never ran
			continue
		}
		if done := p.over(exit, init); done {
			return exit.ExitCode == 0
		}
		if time.Since(began) > 2*longest*p.k.Backoff {
			wait = p.k.Backoff
		}
		p.report(func(s *status) {
			s.crashed(exit, &waiting{"CrashLoopBackOff", fmt.Sprintf("back-off %v restarting failed container=%s", wait, c.Name)})
		})
		sleep(p.ctx, wait)
	}
	return false
}

// over reports the last exit of a container, if it is.
func (p *pod) over(exit *corev1.ContainerStateTerminated, init bool) bool {
	if p.ctx.Err() != nil {
		return true
	}
	policy := p.spec().Spec.RestartPolicy
	completed := exit.ExitCode == 0 && (init || policy == corev1.RestartPolicyOnFailure)
	if !completed && policy != corev1.RestartPolicyNever {
		return false
	}
	p.report(func(s *status) { s.terminated(exit) })
	return true
}

// once runs the container to its exit. It returns nil when the container could
// not be started and something may have changed since.
func (p *pod) once(c *corev1.Container, program *Program) *corev1.ContainerStateTerminated {
	running, err := p.start(c, program)
	if err != nil {
		p.report(func(s *status) { s.waiting = refusal(err) })
		select {
		case <-p.changed:
		case <-time.After(longest * p.k.Backoff):
		case <-p.ctx.Done():
		}
		return nil
	}
	began := time.Now()
	p.set(running)
	p.watch(c, running, began)
	p.set(nil)
	return p.exit(running, c, began)
}

func (p *pod) set(running *process.Process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.process = running
}

// start makes volumes and environment and starts the process.
func (p *pod) start(c *corev1.Container, program *Program) (*process.Process, error) {
	if err := p.prepare(p.ctx); err != nil {
		return nil, err
	}
	s, err := p.stage(c, program)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	path := p.stageFile(c)
	if err := os.MkdirAll(s.Root, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return nil, err
	}
	return process.Start(p.ctx, process.Command{
		Name:  p.namespace + "/" + p.name,
		Path:  "/proc/self/exe",
		Argv0: stageName,
		Args:  []string{path},
		Env:   []string{},
		Log:   p.k.log(p.namespace, p.name, c.Name),
		Attr:  &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWPID},
		Enter: func() error { return unix.Setns(int(p.link.Fd()), unix.CLONE_NEWNET) },
	})
}

func (p *pod) stageFile(c *corev1.Container) string { return filepath.Join(p.dir, c.Name+".json") }

// stage is the container's spec, resolved.
func (p *pod) stage(c *corev1.Container, program *Program) (*stage, error) {
	object := p.spec()
	env, err := p.environment(p.ctx, c, program)
	if err != nil {
		return nil, err
	}
	args := expandAll(program.commandLine(c), env)
	if len(args) == 0 {
		return nil, configError(fmt.Errorf("no command specified"))
	}
	resolv, err := resolver(object, p.k.DNS)
	if err != nil {
		return nil, err
	}
	s := &stage{
		Hostname: hostname(object),
		Root:     filepath.Join(p.dir, "root"),
		Texts: map[string]string{
			"/etc/hosts":       hosts(object, p.ip),
			"/etc/hostname":    hostname(object) + "\n",
			"/etc/resolv.conf": resolv,
		},
		Home: program.WorkingDir,
		Dir:  first(c.WorkingDir, program.WorkingDir, "/"),
		Args: args,
		Env:  pairs(env),
	}
	if err := s.secure(object, c, program); err != nil {
		return nil, err
	}
	for _, files := range []map[string]string{p.k.Files, program.Files, program.binaries(args[0])} {
		for _, target := range slices.Sorted(maps.Keys(files)) {
			s.Binds = append(s.Binds, bind{Source: files[target], Target: target, ReadOnly: true})
		}
	}
	mounts, err := p.mounts(c, env)
	s.Binds = append(s.Binds, mounts...)
	return s, err
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// secure sets what securityContext says, the container's before the pod's.
func (s *stage) secure(object *corev1.Pod, c *corev1.Container, program *Program) error {
	user, group := program.User, program.Group
	nonRoot := false
	if of := object.Spec.SecurityContext; of != nil {
		user, group = or(of.RunAsUser, user), or(of.RunAsGroup, group)
		nonRoot = or(of.RunAsNonRoot, nonRoot)
		for _, g := range of.SupplementalGroups {
			s.Groups = append(s.Groups, int(g))
		}
		if of.FSGroup != nil {
			s.Groups = append(s.Groups, int(*of.FSGroup))
		}
	}
	if of := c.SecurityContext; of != nil {
		user, group = or(of.RunAsUser, user), or(of.RunAsGroup, group)
		nonRoot = or(of.RunAsNonRoot, nonRoot)
		s.ReadOnlyRoot = isTrue(of.ReadOnlyRootFilesystem)
		s.NoNewPrivs = !or(of.AllowPrivilegeEscalation, true)
	}
	s.User, s.Group = int(user), int(group)
	if nonRoot && user == 0 {
		return configError(fmt.Errorf("container has runAsNonRoot and image will run as root"))
	}
	return nil
}

func or[T any](given *T, fallback T) T {
	if given != nil {
		return *given
	}
	return fallback
}
