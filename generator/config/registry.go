package config

import (
	"fmt"
	"regexp"
)

// Registry is the private registry of Amazon ECR, in the account of the fleet, that builds push images to.
type Registry struct {
	// Region of the registry. Default: that of the hub.
	Region Region `json:"region,omitempty"`
	// Role is the name of the IAM role that a build of the fleet's repository and branch assumes to push.
	// Default <fleet>-push.
	Role RoleName `json:"role,omitempty"`
}

// RoleName is the name of an IAM role.
type RoleName string

// roleNamePattern is that of RoleName in the API (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html),
// [\w+=,.@-]+ of at most 64 characters.
var roleNamePattern = regexp.MustCompile(`^[A-Za-z0-9_+=,.@-]{1,64}$`)

// Form is that of names in IAM.
func (RoleName) Form() Form { return textForm(roleNamePattern.String(), "single-cluster-push") }

// UnmarshalText refuses what IAM refuses, and ARNs: the account is the fleet's.
func (r *RoleName) UnmarshalText(text []byte) error {
	if !roleNamePattern.Match(text) {
		return fmt.Errorf("%q is not the name of an IAM role: expected up to 64 letters, digits and _+=,.@-, without ARN and path", text)
	}
	*r = RoleName(text)
	return nil
}
