package plan

import (
	"encoding/binary"
	"net/netip"
)

// Subnet is a part of a VPC in one zone.
type Subnet struct {
	Zone   string
	Public bool
	Range  netip.Prefix
}

// Subnets are those that eksctl cuts a VPC into (eksctl 0.230.0, pkg/vpc): eight or sixteen equal blocks, of which the
// first are the public subnets in the order of the zones, and the next the private ones.
func (c *Cluster) Subnets() []Subnet {
	vpc := netip.MustParsePrefix(c.CIDR)
	bits := subnetBits(vpc.Bits(), len(c.Zones))
	var subnets []Subnet
	for _, public := range []bool{true, false} {
		for _, zone := range c.Zones {
			subnets = append(subnets, Subnet{zone, public, block(vpc, bits, len(subnets))})
		}
	}
	return subnets
}

// subnetBits is the prefix of each subnet of a VPC over so many zones.
func subnetBits(vpc, zones int) int {
	if 2*zones <= 8 {
		return vpc + 3
	}
	return vpc + 4
}

// block is the i-th part of a range of IPv4 addresses.
func block(of netip.Prefix, bits, i int) netip.Prefix {
	first := of.Addr().As4()
	var address [4]byte
	binary.BigEndian.PutUint32(address[:], binary.BigEndian.Uint32(first[:])+uint32(i)<<(32-bits))
	return netip.PrefixFrom(netip.AddrFrom4(address), bits)
}
