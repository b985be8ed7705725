package sandbox

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"syscall"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// local are the ranges that loopback answers for besides 127.0.0.0/8: Services, the addresses that
// stand for the internet, and EKS Pod Identity. Package network names the addresses in them.
var local = []netip.Prefix{
	netip.MustParsePrefix("172.20.0.0/16"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("169.254.170.23/32"),
}

// beInit is the life of PID 1: it prepares the namespaces, starts the program inside as its child
// and reaps whatever ends until that child does. The kernel then kills all that is left.
func beInit() (int, error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, forwarded...)
	if err := mounts(); err != nil {
		return 0, err
	}
	if err := loopback(); err != nil {
		return 0, err
	}
	if err := os.Setenv(stageVariable, stageInside); err != nil {
		return 0, err
	}
	// Not os/exec, which would wait for the child itself: reap does.
	child, err := syscall.ForkExec("/proc/self/exe", os.Args, &syscall.ProcAttr{
		Env:   os.Environ(),
		Files: []uintptr{0, 1, 2},
	})
	if err != nil {
		return 0, fmt.Errorf("start the program inside: %w", err)
	}
	go func() {
		for s := range signals {
			_ = syscall.Kill(child, s.(syscall.Signal))
		}
	}()
	return reap(child)
}

// reap waits for every process that the kernel hands to PID 1, until the child itself ends.
func reap(child int) (int, error) {
	for {
		var s syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &s, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return 0, fmt.Errorf("wait for the program inside: %w", err)
		case pid == child:
			return status(s), nil
		}
	}
}

// mounts keeps what is mounted from now on inside and shows the new PID namespace in /proc.
func mounts() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	return nil
}

// loopback brings lo up and makes it answer for the local ranges.
func loopback() error {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("lo: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return fmt.Errorf("lo up: %w", err)
	}
	for _, p := range local {
		route := &netlink.Route{
			LinkIndex: lo.Attrs().Index,
			Dst:       &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())},
			Type:      unix.RTN_LOCAL,
			Table:     unix.RT_TABLE_LOCAL,
			Scope:     netlink.SCOPE_HOST,
		}
		if err := netlink.RouteAdd(route); err != nil {
			return fmt.Errorf("local range %v: %w", p, err)
		}
	}
	return nil
}
