package network_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/sandbox"
)

// programVariable makes the test binary one of the small programs below.
const programVariable = "NETWORK_TEST_PROGRAM"

func TestMain(m *testing.M) {
	switch os.Getenv(programVariable) {
	case "greet":
		greet()
	case "lookup":
		lookup(os.Args[1:])
	default:
		os.Exit(sandbox.Enter(m.Run))
	}
}

// greet listens on all addresses once it is told a greeting, and says it to who connects.
func greet() {
	greeting, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		return
	}
	l, err := net.Listen("tcp4", ":8080")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ready")
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		fmt.Fprint(c, greeting)
		c.Close()
	}
}

// lookup prints what names resolve to as /etc/resolv.conf says.
func lookup(names []string) {
	for _, name := range names {
		addresses, err := net.LookupHost(name)
		fmt.Println(name, addresses, err != nil)
	}
}

func program(name string, arguments ...string) *exec.Cmd {
	c := exec.Command("/proc/self/exe", arguments...)
	c.Env = append(os.Environ(), programVariable+"="+name)
	c.Stderr = os.Stderr
	return c
}

func newNetwork(t *testing.T) *network.Network {
	t.Helper()
	n, err := network.New()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func newPod(t *testing.T, ip string) *network.Pod {
	t.Helper()
	p, err := newNetwork(t).Pod(netip.MustParseAddr(ip))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// listen says greeting to who connects, from the namespace that within runs in.
func listen(t *testing.T, within func(func() error) error, address, greeting string) {
	t.Helper()
	var l net.Listener
	err := within(func() (err error) {
		l, err = net.Listen("tcp4", address)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			fmt.Fprintln(c, greeting)
			c.Close()
		}
	}()
}

func here(f func() error) error { return f() }

// hear is what a listener says to the namespace that within runs in.
func hear(within func(func() error) error, address string) (string, error) {
	var c net.Conn
	err := within(func() (err error) {
		c, err = net.DialTimeout("tcp4", address, time.Second)
		return err
	})
	if err != nil {
		return "", err
	}
	defer c.Close()
	said, err := io.ReadAll(c)
	return strings.TrimSpace(string(said)), err
}

func TestPodsReachEachOtherAndTheMainNamespace(t *testing.T) {
	a, b := newPod(t, "10.20.64.5"), newPod(t, "10.20.127.6")
	listen(t, a.Do, ":8080", "a")
	listen(t, b.Do, "127.0.0.1:8081", "b")
	listen(t, here, "198.51.100.1:8443", "internet")
	listen(t, here, "172.20.7.7:80", "service")
	listen(t, here, "169.254.170.23:80", "pod identity")
	for i, hop := range []struct {
		from          func(func() error) error
		address, want string
	}{
		{b.Do, "10.20.64.5:8080", "a"},
		{here, "10.20.64.5:8080", "a"},
		{a.Do, "127.0.0.1:8080", "a"},
		{b.Do, "127.0.0.1:8081", "b"},
		{b.Do, "198.51.100.1:8443", "internet"},
		{b.Do, "172.20.7.7:80", "service"},
		{b.Do, "169.254.170.23:80", "pod identity"},
	} {
		if got, err := hear(hop.from, hop.address); err != nil || got != hop.want {
			t.Errorf("hop %d to %s: %q, %v, want %q", i, hop.address, got, err, hop.want)
		}
	}
}

func TestNothingElseIsReachable(t *testing.T) {
	p := newPod(t, "10.20.64.7")
	listen(t, here, "127.0.0.1:8082", "main")
	for _, address := range []string{"127.0.0.1:8082", "8.8.8.8:53", "10.0.0.1:80", "169.254.169.254:80", "10.20.99.99:80"} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			if said, err := hear(p.Do, address); err == nil {
				t.Errorf("a pod reaches %s, which says %q", address, said)
			}
		})
	}
}

// attached starts greet in a network namespace of its own with the address ip.
func attached(t *testing.T, ip, greeting string) {
	t.Helper()
	c := program("greet")
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	in, inErr := c.StdinPipe()
	out, outErr := c.StdoutPipe()
	if err := errors.Join(inErr, outErr, c.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	if err := newNetwork(t).Attach(c.Process.Pid, netip.MustParseAddr(ip)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(in, greeting)
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("greet: %q, %v", line, err)
	}
}

func TestAttach(t *testing.T) {
	for _, greeting := range []string{"first", "second"} { // the second has the address of the first
		attached(t, "10.20.65.1", greeting)
		if got, err := hear(here, "10.20.65.1:8080"); err != nil || got != greeting {
			t.Errorf("got %q, %v, want %q", got, err, greeting)
		}
	}
}

func TestAttachRefuses(t *testing.T) {
	n := newNetwork(t)
	if err := n.Attach(os.Getpid(), netip.MustParseAddr("10.20.65.2")); err == nil {
		t.Error("the main network namespace became a pod")
	}
	for _, ip := range []string{"10.21.0.1", "10.20.0.1", "fd00::1"} {
		if p, err := n.Pod(netip.MustParseAddr(ip)); err == nil {
			t.Errorf("a pod has the address %s", ip)
			p.Close()
		}
	}
}
