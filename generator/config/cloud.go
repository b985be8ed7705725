package config

import (
	"fmt"
	"net/netip"
	"regexp"
)

// AccountID is an AWS account.
type AccountID string

var accountPattern = regexp.MustCompile(`^[0-9]{12}$`)

// Form is text: as a number it could lose leading zeros.
func (AccountID) Form() Form { return textForm(accountPattern.String(), "111122223333") }

// UnmarshalText refuses anything but twelve digits.
func (a *AccountID) UnmarshalText(text []byte) error {
	if !accountPattern.Match(text) {
		return fmt.Errorf("%q is not an AWS account: expected twelve digits in quotes", text)
	}
	*a = AccountID(text)
	return nil
}

// Region is an AWS region.
type Region string

var regionPattern = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)

// Form is that of every region.
func (Region) Form() Form { return textForm(regionPattern.String(), "ap-south-1") }

// UnmarshalText refuses what cannot be a region; which regions exist only AWS knows.
func (r *Region) UnmarshalText(text []byte) error {
	if !regionPattern.Match(text) {
		return fmt.Errorf("%q is not an AWS region: expected a form such as ap-south-1", text)
	}
	*r = Region(text)
	return nil
}

// KubernetesVersion is a minor version.
type KubernetesVersion string

var versionPattern = regexp.MustCompile(`^1\.(3[0-9]|4[0-9])$`)

// Form is text: as a number 1.40 would be 1.4.
func (KubernetesVersion) Form() Form { return textForm(versionPattern.String(), "1.35") }

// UnmarshalText refuses patch levels, which EKS chooses.
func (v *KubernetesVersion) UnmarshalText(text []byte) error {
	if !versionPattern.Match(text) {
		return fmt.Errorf("%q is not a Kubernetes version: expected a minor version in quotes, such as \"1.35\"", text)
	}
	*v = KubernetesVersion(text)
	return nil
}

// CIDR is an address range without host bits.
type CIDR struct{ netip.Prefix }

// Form is that of IPv4 and IPv6 ranges.
func (CIDR) Form() Form { return textForm(`^[0-9a-fA-F.:]+/[0-9]{1,3}$`, "203.0.113.0/24") }

// UnmarshalText refuses ranges with host bits set, which mean something else to each reader.
func (c *CIDR) UnmarshalText(text []byte) error {
	prefix, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a CIDR: expected a form such as 10.20.0.0/16", text)
	}
	if prefix.Masked() != prefix {
		return fmt.Errorf("%q has host bits set: did you mean %q?", text, prefix.Masked())
	}
	c.Prefix = prefix
	return nil
}

// VPCRange is the range of a VPC: private IPv4 addresses (RFC 1918), /16 to /24 as eksctl takes it.
type VPCRange struct{ CIDR }

// Form is that of IPv4 ranges of the sizes.
func (VPCRange) Form() Form { return textForm(`^[0-9.]+/(1[6-9]|2[0-4])$`, "10.20.0.0/16") }

// UnmarshalText refuses public ranges and sizes that eksctl cannot cut into subnets.
func (v *VPCRange) UnmarshalText(text []byte) error {
	var c CIDR
	if err := c.UnmarshalText(text); err != nil {
		return err
	}
	if !c.Addr().Is4() || !c.Addr().IsPrivate() || c.Bits() < 16 || c.Bits() > 24 {
		return fmt.Errorf("%q is not a VPC's range: expected private IPv4 addresses, /16 to /24", text)
	}
	v.CIDR = c
	return nil
}
