package network

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

const bridgeName = "pods"

// Network is the bridge that pods are attached to. It ends with the sandbox.
type Network struct {
	main   netns.NsHandle
	bridge int // interface index
}

// New makes the bridge, with Gateway on it, in the network namespace of the calling process, or finds
// the one that is there.
func New() (*Network, error) {
	// Without a hardware address of its own, a bridge takes the lowest of its ports', and pods that
	// know the former one send into the void.
	attributes := netlink.LinkAttrs{Name: bridgeName, HardwareAddr: hardware(Gateway)}
	err := netlink.LinkAdd(&netlink.Bridge{LinkAttrs: attributes})
	if err != nil && !errors.Is(err, syscall.EEXIST) {
		return nil, fmt.Errorf("bridge: %w", err)
	}
	bridge, err := netlink.LinkByName(bridgeName)
	if err != nil {
		return nil, fmt.Errorf("bridge: %w", err)
	}
	address := ipNet(netip.PrefixFrom(Gateway, Pods.Bits()))
	if err := netlink.AddrReplace(bridge, &netlink.Addr{IPNet: address}); err != nil {
		return nil, fmt.Errorf("bridge address %v: %w", address, err)
	}
	if err := netlink.LinkSetUp(bridge); err != nil {
		return nil, fmt.Errorf("bridge up: %w", err)
	}
	main, err := netns.Get()
	if err != nil {
		return nil, fmt.Errorf("main network namespace: %w", err)
	}
	return &Network{main: main, bridge: bridge.Attrs().Index}, nil
}

// Attach gives the network namespace of a process the address ip: an interface eth0 on the bridge, lo
// up and the default route. The process needs no part in it; it only must have a network namespace
// of its own (CLONE_NEWNET). The interface goes when the namespace does; attaching the address again,
// for a pod that starts again, takes it from the former holder.
func (n *Network) Attach(pid int, ip netip.Addr) error {
	pod, err := netns.GetFromPid(pid)
	if err != nil {
		return fmt.Errorf("network namespace of process %d: %w", pid, err)
	}
	defer pod.Close()
	if pod.Equal(n.main) {
		return fmt.Errorf("process %d has no network namespace of its own", pid)
	}
	return n.attach(pod, ip)
}

func (n *Network) attach(pod netns.NsHandle, ip netip.Addr) error {
	if err := n.wire(pod, ip); err != nil {
		return fmt.Errorf("interface of pod %v: %w", ip, err)
	}
	h, err := netlink.NewHandleAt(pod, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("network of pod %v: %w", ip, err)
	}
	defer h.Close()
	if err := configure(h, ip); err != nil {
		return fmt.Errorf("network of pod %v: %w", ip, err)
	}
	here := &netlink.Handle{} // no sockets of its own: the calling thread's namespace
	return errors.Join(carries(h, "eth0"), carries(here, interfaceOf(ip)), carries(here, bridgeName))
}

// wire makes the pair of interfaces. Both names and the hardware address follow from the IP, so that
// nobody has to forget a neighbour when a pod starts again.
func (n *Network) wire(pod netns.NsHandle, ip netip.Addr) error {
	if !Pods.Contains(ip) || ip == Gateway {
		return fmt.Errorf("not a pod address of %v", Pods)
	}
	name := interfaceOf(ip)
	switch old, err := netlink.LinkByName(name); {
	case err == nil:
		if err := netlink.LinkDel(old); err != nil && !errors.Is(err, syscall.ENODEV) {
			return err
		}
	case !errors.As(err, new(netlink.LinkNotFoundError)):
		return err
	}
	veth := &netlink.Veth{
		LinkAttrs:        netlink.LinkAttrs{Name: name, MasterIndex: n.bridge},
		PeerName:         "eth0",
		PeerNamespace:    netlink.NsFd(pod),
		PeerHardwareAddr: hardware(ip),
	}
	if err := netlink.LinkAdd(veth); err != nil {
		return err
	}
	return netlink.LinkSetUp(veth)
}

// configure sets up the pod's side from outside.
func configure(h *netlink.Handle, ip netip.Addr) error {
	lo, err := h.LinkByName("lo")
	if err != nil {
		return err
	}
	eth0, err := h.LinkByName("eth0")
	if err != nil {
		return err
	}
	return errors.Join(
		h.LinkSetUp(lo),
		h.AddrAdd(eth0, &netlink.Addr{IPNet: ipNet(netip.PrefixFrom(ip, Pods.Bits()))}),
		h.LinkSetUp(eth0),
		h.RouteAdd(&netlink.Route{LinkIndex: eth0.Attrs().Index, Gw: Gateway.AsSlice()}),
	)
}

// carries waits until the kernel has noticed that an interface has a carrier: a pair when both its sides
// are up, the bridge when its first port is. What is sent before is lost, and TCP tries again only a
// second later.
func carries(h *netlink.Handle, name string) error {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		link, err := h.LinkByName(name)
		if err != nil {
			return fmt.Errorf("interface %s: %w", name, err)
		}
		if link.Attrs().OperState == netlink.OperUp {
			return nil
		}
	}
	return fmt.Errorf("interface %s: no carrier", name)
}

// interfaceOf is the name of the main namespace's interface to a pod.
func interfaceOf(ip netip.Addr) string { return fmt.Sprintf("pod%x", ip.As4()) }

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}

// hardware is the locally administered hardware address of an IPv4 address.
func hardware(ip netip.Addr) net.HardwareAddr {
	b := ip.As4()
	return net.HardwareAddr{0x02, 0, b[0], b[1], b[2], b[3]}
}
