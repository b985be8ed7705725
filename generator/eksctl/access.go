package eksctl

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
)

// access lets in the people of the fleet and the hub's Argo CD, all by access entries, so that each stands in the config.
// The role that makes the cluster is an admin only where none is named: were it both, EKS would make its entry first, and
// eksctl would fail on its own.
func access(c *plan.Cluster) AccessConfig {
	roles, groups := c.Fleet.Roles, c.Fleet.Groups
	admins := roles.Admins
	if c != c.Fleet.Hub {
		admins = append(slices.Clone(admins), config.RoleARN(c.Fleet.ARN("iam", "role/"+plan.DeployerRole(c.Name))))
	}
	return AccessConfig{
		AuthenticationMode:                      "API",
		BootstrapClusterCreatorAdminPermissions: len(roles.Admins) == 0,
		AccessEntries: slices.Concat(
			entries(admins, AccessEntry{AccessPolicies: []AccessPolicy{clusterAdmin(c)}}),
			entries(roles.Developers, AccessEntry{KubernetesGroups: []string{groups.Developers}}),
			entries(roles.Operators, AccessEntry{KubernetesGroups: []string{groups.Operators}}),
		),
	}
}

// entries let roles in, each in the same way.
func entries(roles []config.RoleARN, way AccessEntry) []AccessEntry {
	var all []AccessEntry
	for _, role := range roles {
		way.PrincipalARN, way.Type = string(role), "STANDARD"
		all = append(all, way)
	}
	return all
}

func clusterAdmin(c *plan.Cluster) AccessPolicy {
	return AccessPolicy{
		PolicyARN:   "arn:" + plan.PartitionOf(c.Region).Name + ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
		AccessScope: AccessScope{Type: "cluster"},
	}
}
