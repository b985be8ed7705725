package plan

import "github.com/example/fastapi-gitops/generator/config"

// registry checks the length of the name of a fleet's push role, where that follows from the fleet's.
func (c *checks) registry(f *config.Fleet) {
	if role := pushRole(f.Name); f.Registry.Role == "" && len(role) > RoleNameLimit {
		c.report(f.Document, nil, "the IAM role %s would have %d characters, %d are allowed: name another in registry.role",
			role, len(role), RoleNameLimit)
	}
}
