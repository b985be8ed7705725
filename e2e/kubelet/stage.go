package kubelet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// stageName is argv[0] of the stage between the harness and a pod's program.
const stageName = "e2e-kubelet-stage"

// failureSuffix names the file in which a stage leaves why it failed.
const failureSuffix = ".failure"

// stage is what a process needs to know to become a container's program.
type stage struct {
	Hostname     string
	Root         string            // an empty directory to mount on
	Binds        []bind            // in this order
	Texts        map[string]string // files by path in the pod
	ReadOnlyRoot bool
	Home         string // the image's working directory, owned by its user
	Dir          string // working directory
	User, Group  int
	Groups       []int
	NoNewPrivs   bool
	Args         []string // Args[0] is looked up in PATH when it has no slash
	Env          []string
}

// bind lays Source, a file or directory here, over Target in the pod.
type bind struct {
	Source, Target string
	ReadOnly       bool
}

// Stage makes a program fit to run pods: its main function, or TestMain, calls
// it first of all. It returns at once in the program itself; in a process that
// the Kubelet has started it becomes the pod's program instead.
func Stage() {
	if os.Args[0] != stageName {
		return
	}
	// The root changes: the file is open before, and what is written to it is what the Kubelet says.
	report, err := os.OpenFile(os.Args[1]+failureSuffix, os.O_CREATE|os.O_WRONLY|os.O_TRUNC|syscall.O_CLOEXEC, 0o644)
	if err == nil {
		_, _ = report.WriteString(become(os.Args[1]).Error()) // else the exit code is left
	}
	os.Exit(128)
}

func become(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var s stage
	if err := json.Unmarshal(text, &s); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return s.become()
}

// become returns only with an error.
func (s *stage) become() error {
	runtime.LockOSThread() // no_new_privs is of one thread, and is to be that which calls execve
	syscall.Umask(0)
	if err := unix.Sethostname([]byte(s.Hostname)); err != nil {
		return fmt.Errorf("hostname: %w", err)
	}
	if err := s.enterRoot(); err != nil {
		return err
	}
	if err := os.Chdir(s.Dir); err != nil {
		return fmt.Errorf("working directory: %w", err)
	}
	if err := s.dropRoot(); err != nil {
		return err
	}
	os.Clearenv()
	for _, pair := range s.Env {
		name, value, _ := strings.Cut(pair, "=")
		if err := os.Setenv(name, value); err != nil {
			return fmt.Errorf("environment variable %q: %w", name, err)
		}
	}
	program, err := exec.LookPath(s.Args[0])
	if err != nil {
		return err
	}
	syscall.Umask(0o022)
	return fmt.Errorf("exec %s: %w", program, syscall.Exec(program, s.Args, s.Env))
}

// dropRoot becomes the container's user, as far as this user namespace has it:
// one that a normal user has made knows no other user than its root.
func (s *stage) dropRoot() error {
	if s.NoNewPrivs {
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("no_new_privs: %w", err)
		}
	}
	if !mapped("/proc/self/uid_map", s.User) || !mapped("/proc/self/gid_map", s.Group) {
		fmt.Fprintf(os.Stderr, "kubelet: this user namespace has no user %d:%d: the program runs as root\n", s.User, s.Group)
		return nil
	}
	if err := syscall.Setgroups(s.Groups); err != nil && !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("supplementary groups: %w", err)
	}
	if err := syscall.Setgid(s.Group); err != nil {
		return fmt.Errorf("group %d: %w", s.Group, err)
	}
	if err := syscall.Setuid(s.User); err != nil {
		return fmt.Errorf("user %d: %w", s.User, err)
	}
	return nil
}

// mapped says whether the user namespace has the user or group, by its map
// (user_namespaces(7): first id inside, first outside, length).
func mapped(path string, id int) bool {
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(text)) {
		var inside, outside, length int
		if _, err := fmt.Sscan(line, &inside, &outside, &length); err == nil && inside <= id && id-inside < length {
			return true
		}
	}
	return false
}

// resolve follows the links of a path, as far as it exists.
func resolve(path string) string {
	path = filepath.Clean(path)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(resolve(parent), filepath.Base(path))
	}
	return path
}
