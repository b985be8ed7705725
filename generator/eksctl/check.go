package eksctl

import (
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Check refuses names that AWS would not take: an IAM role that two clusters of an account would own, names that are too
// long, and a ServiceAccount with two roles, which neither eksctl nor its schema refuses. The identities are those of the
// components of each cluster.
func Check(p *plan.Plan, identities map[*plan.Cluster][]component.Identity) input.Problems {
	k := checks{owners: map[role]*plan.Cluster{}}
	for _, f := range p.Fleets {
		for _, c := range f.Clusters {
			own := identities[c]
			k.identities(c, own)
			for _, name := range roleNames(Build(c, own)) {
				k.role(c, name)
			}
		}
	}
	for _, f := range p.Fleets {
		k.pushRole(f)
	}
	return k.problems
}

type checks struct {
	owners   map[role]*plan.Cluster
	problems input.Problems
}

// role is what IAM tells roles apart by: names differ by more than case
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
type role struct{ account, lower string }

func (k *checks) report(c *plan.Cluster, format string, args ...any) {
	k.problems = append(k.problems, problem(c, nil, format, args...))
}

func problem(c *plan.Cluster, at *field.Path, format string, args ...any) input.Problem {
	where := ""
	if at != nil {
		where = at.String()
	}
	return input.Problem{Position: c.Input.Document.At(where), Field: where, Message: fmt.Sprintf(format, args...)}
}

// role notes the owner of a role. A cluster's own ServiceAccounts of one name are reported as well: a role is made once.
func (k *checks) role(c *plan.Cluster, name string) {
	if len(name) > plan.RoleNameLimit {
		k.report(c, "the IAM role %s would have %d characters, %d are allowed: shorten the name of the cluster", name, len(name), plan.RoleNameLimit)
	}
	own := role{c.Fleet.Account, strings.ToLower(name)}
	if other := k.owners[own]; other != nil {
		k.report(c, "the IAM role %s of AWS account %s would belong to cluster %s/%s too: choose another name", name, own.account, other.Fleet.Name, other.Name)
	}
	k.owners[own] = c
}

// pushRole may not be one of a cluster's. Package plan keeps those of fleets apart.
func (k *checks) pushRole(f *plan.Fleet) {
	other := k.owners[role{f.Account, strings.ToLower(f.Registry.Role)}]
	if other == nil {
		return
	}
	const at = "registry.role"
	k.problems = append(k.problems, input.Problem{
		Position: f.Input.Document.At(at), Field: at,
		Message: fmt.Sprintf("the IAM role %s of AWS account %s would belong to cluster %s/%s too: choose another name",
			f.Registry.Role, f.Account, other.Fleet.Name, other.Name),
	})
}

// identities checks what components ask for.
func (k *checks) identities(c *plan.Cluster, identities []component.Identity) {
	type account struct{ namespace, name string }
	seen := map[account]bool{}
	for _, i := range identities {
		own := account{i.Namespace, i.ServiceAccount}
		if seen[own] {
			k.report(c, "ServiceAccount %s/%s has two identities at AWS: it can have one", own.namespace, own.name)
		}
		seen[own] = true
		if (len(i.Statements) > 0) == (i.WellKnown != "") {
			k.report(c, "ServiceAccount %s/%s: expected statements or a well-known policy", own.namespace, own.name)
		}
	}
}

// roleNames are the roles that eksctl makes for pods of a cluster, and those that the account's stack makes for it.
func roleNames(config *ClusterConfig) []string {
	name := config.Metadata.Name
	names := []string{plan.HubRole(name), plan.DeployerRole(name)}
	for _, account := range config.IAM.ServiceAccounts {
		names = append(names, account.RoleName)
	}
	associations := config.IAM.PodIdentityAssociations
	for _, addon := range config.Addons {
		associations = append(associations, addon.PodIdentityAssociations...)
	}
	for _, a := range associations {
		if a.RoleName != "" {
			names = append(names, a.RoleName)
		}
	}
	return names
}
