// Package process runs a program as a child: its output goes to a file, it is waited for until it is ready,
// stopped with its descendants, and measured.
package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// grace is how long a child that was asked to stop may take before it is killed.
const grace = 5 * time.Second

// Command says what to run.
type Command struct {
	Name  string               // what errors call it; the base name of Path when empty
	Path  string               // the program: a path, or a name to look up in PATH
	Argv0 string               // argv[0] for a program that acts by it; Path when empty
	Args  []string             // arguments without argv[0]
	Env   []string             // the whole environment; nil inherits
	Dir   string               // working directory; empty inherits
	Log   string               // file that standard output and error are appended to; empty discards them
	Attr  *syscall.SysProcAttr // optional; a process group of its own and the death signal are added
	// Enter, when set, runs on the operating system thread that starts the child, just before it does: a namespace
	// that it enters is the child's. The thread serves nothing else and ends with the child.
	Enter func() error
}

// Process is a started Command. All methods may be called from any goroutine, also after the process ended.
type Process struct {
	Command Command // as given to Start, so that the same can be started again

	cmd     *exec.Cmd
	cancel  context.CancelFunc
	stopped atomic.Bool
	done    chan struct{}
	err     error // of Wait; read it after done is closed
}

// Start runs the command until it ends by itself, by Stop or Kill, or because ctx ends, which stops it like Stop.
// It returns as soon as the program is executing; an error names the command.
func Start(ctx context.Context, c Command) (*Process, error) {
	if c.Name == "" {
		c.Name = c.Path
	}
	log, err := openLog(c.Log)
	if err != nil {
		return nil, fmt.Errorf("%s: log: %w", c.Name, err)
	}
	defer log.Close()
	ctx, cancel := context.WithCancel(ctx)
	p := &Process{Command: c, cmd: command(ctx, c, log), cancel: cancel, done: make(chan struct{})}
	p.cmd.Cancel = func() error {
		p.stopped.Store(true)
		return p.signal(syscall.SIGTERM)
	}
	started := make(chan error)
	go p.run(started)
	if err := <-started; err != nil {
		cancel()
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	return p, nil
}

func openLog(path string) (*os.File, error) {
	if path == "" {
		path = os.DevNull
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
}

func command(ctx context.Context, c Command, log *os.File) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Path, c.Args...)
	if c.Argv0 != "" {
		cmd.Args[0] = c.Argv0
	}
	cmd.Env, cmd.Dir = c.Env, c.Dir
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = grace
	attr := syscall.SysProcAttr{}
	if c.Attr != nil {
		attr = *c.Attr
	}
	attr.Setpgid = !attr.Setsid // a session leader leads a group already
	attr.Pdeathsig = syscall.SIGKILL
	cmd.SysProcAttr = &attr
	return cmd
}

// run starts the child and waits for it on one locked thread: the death signal follows the thread that started the
// child (prctl(2), PR_SET_PDEATHSIG), so that thread must live as long. The thread is never unlocked: the runtime
// ends it with this goroutine, and what Command.Enter did to it goes with it.
func (p *Process) run(started chan<- error) {
	runtime.LockOSThread()
	if p.Command.Enter != nil {
		if err := p.Command.Enter(); err != nil {
			started <- err
			return
		}
	}
	err := p.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	p.err = p.cmd.Wait()
	_ = p.signal(syscall.SIGKILL) // descendants that outlived their parent
	p.cancel()
	close(p.done)
}

// signal reaches the child and its descendants in the group that it leads.
func (p *Process) signal(s syscall.Signal) error { return syscall.Kill(-p.cmd.Process.Pid, s) }

// Stop asks the process group to end, kills it after five seconds, and returns when it is gone.
func (p *Process) Stop() {
	p.cancel()
	<-p.done
}

// Kill ends the process group at once (kill -9) and returns when it is gone.
func (p *Process) Kill() {
	select {
	case <-p.done:
	default:
		p.stopped.Store(true)
		_ = p.signal(syscall.SIGKILL)
		<-p.done
	}
}

// Pid is the process's number in the PID namespace of its parent.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says why the process ended by itself: nil while it runs, and when Stop, Kill or the context ended it.
func (p *Process) Err() error {
	select {
	case <-p.done:
	default:
		return nil
	}
	if p.stopped.Load() {
		return nil
	}
	return p.exit()
}

// exit words the end of a process that nobody asked to end: a server's status 0 is as unexpected as any other.
func (p *Process) exit() error {
	cause := p.err
	if cause == nil {
		cause = errors.New("exit status 0")
	}
	return fmt.Errorf("%s ended: %w", p.Command.Name, cause)
}
