package sandbox_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/sandbox"
)

// programVariable makes the test binary one of the small programs below, in a sandbox of its own.
const programVariable = "SANDBOX_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if p := os.Getenv(programVariable); p != "" {
		os.Exit(sandbox.Enter(func() int { return program(p) }))
	}
	os.Exit(sandbox.Enter(m.Run))
}

func program(name string) int {
	switch name {
	case "seven":
		return 7
	case "suicide":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "term":
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM)
		fmt.Println("ready")
		<-signals
		return 42
	case "hang":
		// A grandchild holds standard output open too: whoever reads it sees its end only when
		// every process of the sandbox is gone.
		orphan := exec.Command("sh", "-c", "sleep 600 & echo ready")
		orphan.Stdout = os.Stdout
		_ = orphan.Run()
		select {}
	case "verify":
		return verify(os.Stdin)
	case "cwd":
		dir, _ := os.Getwd()
		fmt.Println(dir, strings.Join(os.Args[1:], " "))
	}
	return 0
}

// nested is the test binary as another outer program.
func nested(name string, arguments ...string) *exec.Cmd {
	c := exec.Command("/proc/self/exe", arguments...)
	c.Env = append(os.Environ(), programVariable+"="+name, "E2E_SANDBOX=")
	c.Stderr = os.Stderr
	return c
}

func TestExitCode(t *testing.T) {
	for name, want := range map[string]int{"zero": 0, "seven": 7, "suicide": 128 + int(syscall.SIGKILL)} {
		c := nested(name)
		if err := c.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
			t.Fatal(err)
		}
		if got := c.ProcessState.ExitCode(); got != want {
			t.Errorf("%s: exit code %d, want %d", name, got, want)
		}
	}
}

func TestArgumentsAndDirectory(t *testing.T) {
	c := nested("cwd", "a b", "c")
	c.Dir = t.TempDir()
	out, err := c.Output()
	if want := c.Dir + " a b c\n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
}

// start runs a program until it says that it is ready.
func start(t *testing.T, name string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	c := nested(name)
	pipe, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewReader(pipe)
	if line, err := out.ReadString('\n'); line != "ready\n" {
		t.Fatalf("%s said %q, %v", name, line, err)
	}
	return c, out
}

func TestForwardsSignals(t *testing.T) {
	c, _ := start(t, "term")
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if _ = c.Wait(); c.ProcessState.ExitCode() != 42 {
		t.Errorf("exit code %d, want 42", c.ProcessState.ExitCode())
	}
}

func TestKilledOuterEndsAll(t *testing.T) {
	c, out := start(t, "hang")
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, out)
		ended <- err
	}()
	select {
	case <-ended:
		_ = c.Wait()
	case <-time.After(5 * time.Second):
		t.Error("a process of the sandbox outlives its outer program")
	}
}

func TestInitReapsOrphans(t *testing.T) {
	out, err := exec.Command("sh", "-c", "sleep 0.05 >&- & echo $!").Output()
	if err != nil {
		t.Fatal(err)
	}
	orphan, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err := syscall.Kill(orphan, 0); errors.Is(err, syscall.ESRCH) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the orphan is still there")
}

func TestOwnExitStatusIsNotStolen(t *testing.T) {
	for range 50 {
		c := exec.Command("sh", "-c", "exit 3")
		if err := c.Run(); c.ProcessState == nil || c.ProcessState.ExitCode() != 3 {
			t.Fatal(err)
		}
	}
}

func TestNothingButLoopback(t *testing.T) {
	interfaces, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range interfaces {
		if i.Flags&net.FlagUp != 0 && i.Flags&net.FlagLoopback == 0 {
			t.Errorf("interface %s is up", i.Name)
		}
	}
	for _, address := range []string{"8.8.8.8:53", "10.0.0.1:80", "[2001:4860:4860::8888]:53"} {
		c, err := net.DialTimeout("tcp", address, time.Second)
		if !errors.Is(err, syscall.ENETUNREACH) {
			t.Errorf("%s: %v, want an unreachable network", address, err)
		}
		if err == nil {
			c.Close()
		}
	}
}

func TestLocalRanges(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "172.20.0.10:53", "198.51.100.1:443"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Error(err)
			continue
		}
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Error(err)
		} else {
			c.Close()
		}
		l.Close()
	}
}

func TestProcOfThePIDNamespace(t *testing.T) {
	self, err := os.Readlink("/proc/self")
	if err != nil || self != strconv.Itoa(os.Getpid()) {
		t.Errorf("/proc/self is %s, %v; the process id is %d", self, err, os.Getpid())
	}
	if os.Getppid() != 1 {
		t.Errorf("the parent is %d, not init", os.Getppid())
	}
}
