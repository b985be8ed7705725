// Package sandbox runs a program in Linux namespaces of its own, where nothing but loopback exists
// and from where no child escapes: network, PID, mount, IPC and UTS, with a user namespace too for
// who is not root. It needs no other program and leaves nothing behind.
package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

// stageVariable tells a re-executed program how far in it is.
const stageVariable = "E2E_SANDBOX"

const (
	stageInit   = "init"
	stageInside = "inside"
)

// namespaces are those that every sandbox gets, whoever starts it.
const namespaces = syscall.CLONE_NEWNET | syscall.CLONE_NEWPID | syscall.CLONE_NEWNS |
	syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS

// forwarded are the signals that reach the program inside; go test sends SIGQUIT when time is up,
// for the stacks.
var forwarded = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}

// Enter calls run inside of the sandbox and returns its exit code, 128+n when signal n ended it.
// It is for the first line of a program: called outside, it executes the program again, with the
// same arguments, environment and working directory, in new namespaces and waits for it.
//
//	func TestMain(m *testing.M) { os.Exit(sandbox.Enter(m.Run)) }
//
// Three processes make a sandbox: the outer one, which only waits and forwards signals; PID 1
// inside, which prepares the namespaces and reaps orphans; and its child, which calls run. When any
// of them ends, even by SIGKILL, so does everything inside.
func Enter(run func() int) int {
	switch os.Getenv(stageVariable) {
	case stageInside:
		return run()
	case stageInit:
		return exitCode(beInit())
	}
	return exitCode(enter())
}

func exitCode(code int, err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, "sandbox:", err)
		return 1
	}
	return code
}

// enter starts the stage init in new namespaces and waits for it.
func enter() (int, error) {
	// The kernel sends Pdeathsig when the thread that forked ends, not the process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	inner := exec.Command("/proc/self/exe")
	inner.Args = os.Args
	inner.Env = append(os.Environ(), stageVariable+"="+stageInit)
	inner.Stdin, inner.Stdout, inner.Stderr = os.Stdin, os.Stdout, os.Stderr
	inner.SysProcAttr = attributes(os.Geteuid(), os.Getegid())
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, forwarded...)
	defer signal.Stop(signals)
	if err := inner.Start(); err != nil {
		return 0, fmt.Errorf("new namespaces (needs root or unprivileged user namespaces): %w", err)
	}
	go func() {
		for s := range signals {
			_ = inner.Process.Signal(s) // gone already: nothing to tell
		}
	}()
	if err := inner.Wait(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		return 0, err
	}
	return status(inner.ProcessState.Sys().(syscall.WaitStatus)), nil
}

// attributes gives the sandbox a process group of its own, so that a terminal's interrupt arrives
// once, forwarded. A user who is not root becomes root of a user namespace.
func attributes(uid, gid int) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: syscall.SIGKILL, Setpgid: true}
	if uid != 0 {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{HostID: uid, Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{HostID: gid, Size: 1}}
	}
	return a
}

// status is a shell's view of how a process ended.
func status(s syscall.WaitStatus) int {
	if s.Signaled() {
		return 128 + int(s.Signal())
	}
	return s.ExitStatus()
}
