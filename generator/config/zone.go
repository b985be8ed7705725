package config

import (
	"fmt"
	"regexp"
)

// ZoneID is the ID of a hosted zone in Route 53.
type ZoneID string

// zoneIDPattern is that of the IDs that Route 53 gives: Z, and upper-case letters and digits, 32 at most
// (Amazon Route 53 API Reference, CreateHostedZone).
var zoneIDPattern = regexp.MustCompile(`^Z[0-9A-Z]{6,31}$`)

// exampleZone is the ID of a zone that is yet to be made.
const exampleZone = "Z00000000000000000000"

// Form is that of IDs.
func (ZoneID) Form() Form { return textForm(zoneIDPattern.String(), "Z0123456789ABCDEFGHIJ") }

// UnmarshalText refuses what is no ID, such as a zone's name, or its path as some commands print it.
func (z *ZoneID) UnmarshalText(text []byte) error {
	if !zoneIDPattern.Match(text) {
		return fmt.Errorf("%q is not the ID of a zone in Route 53: expected Z and upper-case letters and digits, as `make account` prints it", text)
	}
	*z = ZoneID(text)
	return nil
}

// Example reports whether the zone is yet to be made.
func (z ZoneID) Example() bool { return z == exampleZone }
