package config

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
)

// InstanceType is a type of EC2 instance; which of them the program knows, package plan says.
type InstanceType string

var instancePattern = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[a-z0-9-]+$`)

// Form is a family, a dot and a size.
func (InstanceType) Form() Form { return textForm(instancePattern.String(), "m7i.large") }

// UnmarshalText refuses what has no size.
func (i *InstanceType) UnmarshalText(text []byte) error {
	if !instancePattern.Match(text) {
		return fmt.Errorf("%q is not an instance type: expected a form such as m7i.large", text)
	}
	*i = InstanceType(text)
	return nil
}

// NodeCount is a whole number from 0 to 450, the most nodes that EKS takes in a node group by default (Amazon EKS service
// quotas, "Nodes per managed node group").
type NodeCount int32

// Form is a count that may be zero.
func (NodeCount) Form() Form { return wholeForm(0, 450, 1, 4) }

// UnmarshalText refuses what lies outside.
func (n *NodeCount) UnmarshalText(text []byte) error {
	count, err := whole(text, n.Form())
	*n = NodeCount(count)
	return err
}

// Retention is a number of days for which CloudWatch keeps logs.
type Retention int32

// retentions are those that CloudWatch offers
// (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html) and eksctl takes.
var retentions = []int64{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653}

// Form leaves the numbers between to UnmarshalText.
func (Retention) Form() Form { return wholeForm(1, 3653, 90, 365) }

// UnmarshalText refuses what CloudWatch does not offer.
func (r *Retention) UnmarshalText(text []byte) error {
	days, err := strconv.ParseInt(string(text), 10, 32)
	if err != nil || !slices.Contains(retentions, days) {
		return fmt.Errorf("%q is not a retention that CloudWatch offers: expected days, one of %v", text, retentions)
	}
	*r = Retention(days)
	return nil
}

// PublicRange is a range of public IPv4 addresses, /8 or smaller.
type PublicRange struct{ CIDR }

// Form is that of IPv4 ranges.
func (PublicRange) Form() Form {
	return textForm(`^[0-9.]+/([89]|[12][0-9]|3[0-2])$`, "203.0.113.0/24")
}

// widestRange of the internet that is still some network's.
const widestRange = 8

// UnmarshalText refuses the whole internet, and private ranges, from which nothing comes over the internet.
func (p *PublicRange) UnmarshalText(text []byte) error {
	var c CIDR
	if err := c.UnmarshalText(text); err != nil {
		return err
	}
	switch {
	case c.Bits() < widestRange:
		return fmt.Errorf("%q is open to everyone: expected the ranges of networks of yours, /%d or smaller", text, widestRange)
	case !public(c.Prefix):
		return fmt.Errorf("%q is not a range of public IPv4 addresses: private ones reach the API within the VPC", text)
	}
	p.CIDR = c
	return nil
}

// special ranges are nobody's on the internet (RFC 6890): EKS refuses what overlaps with them.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("224.0.0.0/3"),
}

func public(p netip.Prefix) bool {
	return p.Addr().Is4() && !slices.ContainsFunc(special, p.Overlaps)
}
