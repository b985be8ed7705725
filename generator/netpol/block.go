package netpol

import (
	"fmt"
	"net/netip"
	"slices"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// block is a range of addresses with holes.
type block struct {
	cidr   netip.Prefix
	except []netip.Prefix
}

func blockOf(b *networkingv1.IPBlock) (peer, error) {
	cidr, err := parseCIDR(b.CIDR)
	if err != nil {
		return nil, fmt.Errorf("ipBlock.cidr: %w", err)
	}
	compiled := block{cidr: cidr, except: make([]netip.Prefix, len(b.Except))}
	for i, except := range b.Except {
		if compiled.except[i], err = parseCIDR(except); err != nil {
			return nil, fmt.Errorf("ipBlock.except[%d]: %w", i, err)
		}
	}
	return compiled, nil
}

// parseCIDR refuses an IPv4 range written as IPv6, since readers differ on what it covers (KEP-4858).
func parseCIDR(text string) (netip.Prefix, error) {
	cidr, err := netip.ParsePrefix(text)
	if err == nil && cidr.Addr().Is4In6() {
		err = fmt.Errorf("%q is IPv4 mapped to IPv6", text)
	}
	return cidr, err
}

func (b block) matches(remote Endpoint, _ labels.Set) bool {
	contains := func(hole netip.Prefix) bool { return hole.Contains(remote.Addr) }
	return b.cidr.Contains(remote.Addr) && !slices.ContainsFunc(b.except, contains)
}
