package kubelet

import (
	"fmt"
	"net/netip"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// addresses hands out the addresses of a prefix in order, the first (that of
// the network) excepted.
type addresses struct {
	mu     sync.Mutex
	prefix netip.Prefix
	last   netip.Addr
}

func (a *addresses) next() (netip.Addr, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	next := a.last.Next()
	if !a.prefix.Contains(next) {
		return netip.Addr{}, fmt.Errorf("no address is left in %v", a.prefix)
	}
	a.last = next
	return next, nil
}

// connect makes a network namespace with the address ip. It lives as long as
// the returned file is open or a process is in it, so a pod keeps its link
// when its process restarts.
func connect(network Network, ip netip.Addr) (*os.File, error) {
	unshared, attached := make(chan namespace), make(chan struct{})
	defer close(attached)
	go unshare(unshared, attached)
	made := <-unshared
	if made.err != nil {
		return nil, fmt.Errorf("new network namespace: %w", made.err)
	}
	if err := network.Attach(made.thread, ip); err != nil {
		made.file.Close()
		return nil, fmt.Errorf("attach %v: %w", ip, err)
	}
	return made.file, nil
}

type namespace struct {
	thread int
	file   *os.File
	err    error
}

// unshare sends a new network namespace and stays in it until attached is
// closed. Its thread is never unlocked: the runtime ends it with the goroutine.
func unshare(made chan<- namespace, attached <-chan struct{}) {
	runtime.LockOSThread()
	if unix.Gettid() == unix.Getpid() {
		// The main thread cannot end, and /proc/self is its view.
		defer runtime.UnlockOSThread()
		done := make(chan struct{})
		go func() { defer close(done); unshare(made, attached) }()
		<-done
		return
	}
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		made <- namespace{err: err}
		return
	}
	// As container runtimes have it: any user may listen on port 80.
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_unprivileged_port_start", []byte("0"), 0o644); err != nil {
		made <- namespace{err: err}
		return
	}
	file, err := os.Open("/proc/thread-self/ns/net")
	made <- namespace{thread: unix.Gettid(), file: file, err: err}
	<-attached
}
