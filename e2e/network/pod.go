package network

import (
	"errors"
	"fmt"
	"net/netip"
	"runtime"

	"github.com/vishvananda/netns"
)

// Pod is a network namespace on the bridge that no process has to hold open.
type Pod struct {
	IP        netip.Addr
	namespace netns.NsHandle
}

// Pod makes a network namespace and attaches it with the address ip.
func (n *Network) Pod(ip netip.Addr) (*Pod, error) {
	namespace, err := create()
	if err != nil {
		return nil, fmt.Errorf("network namespace of pod %v: %w", ip, err)
	}
	if err := n.attach(namespace, ip); err != nil {
		return nil, errors.Join(err, namespace.Close())
	}
	return &Pod{IP: ip, namespace: namespace}, nil
}

// Do calls f on a thread in the pod's network namespace. Sockets that f opens and processes that it
// starts (exec.Cmd.Start) belong to the pod for their life; goroutines that it starts do not.
func (p *Pod) Do(f func() error) error {
	return elsewhere(func() error {
		if err := netns.Set(p.namespace); err != nil {
			return fmt.Errorf("enter the network namespace of pod %v: %w", p.IP, err)
		}
		return f()
	})
}

// Close lets go of the namespace. It ends, with its interface, when the last process and socket in it
// do.
func (p *Pod) Close() error { return p.namespace.Close() }

func create() (netns.NsHandle, error) {
	namespace := netns.None()
	err := elsewhere(func() (err error) {
		namespace, err = netns.New() // moves the thread too
		return err
	})
	return namespace, err
}

// elsewhere calls f on a thread that may change its network namespace, and brings the thread back. A
// thread that does not come back stays locked to its goroutine and so ends with it.
func elsewhere(f func() error) error {
	result := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		home, err := netns.Get()
		if err != nil {
			result <- err
			return
		}
		defer home.Close()
		err = f()
		if back := netns.Set(home); back != nil {
			result <- errors.Join(err, back)
			return
		}
		runtime.UnlockOSThread()
		result <- err
	}()
	return <-result
}
