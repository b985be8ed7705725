package plan

import (
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// roleList is one of the fields of a fleet's roles.
type roleList struct {
	name  string
	roles []config.RoleARN
}

func people(f *config.Fleet) []roleList {
	return []roleList{{"admins", f.Roles.Admins}, {"developers", f.Roles.Developers}, {"operators", f.Roles.Operators}}
}

// people refuses an IAM role with two parts: EKS has one access entry for it on a cluster.
func (c *checks) people(f *config.Fleet) {
	taken := map[config.RoleARN]string{}
	for _, list := range people(f) {
		for i, role := range list.roles {
			at := field.NewPath("roles", list.name).Index(i)
			if other, dup := taken[role]; dup {
				c.report(f.Document, at, "%s is among the %s already: a cluster knows it as one of them", role, other)
			}
			taken[role] = list.name
		}
	}
}

// sharing checks a fleet against those before it: one zone in DNS is for one of them, and what an AWS account has but
// once has one owner.
func (c *checks) sharing(f *config.Fleet, others []config.Fleet) {
	for i := range others {
		other := &others[i]
		if c.broken(f.Document) || c.broken(other.Document) {
			continue
		}
		if f.Domain == other.Domain {
			c.report(f.Document, field.NewPath("domain"), "%s is the domain of fleet %s (%s): each makes a zone of its own in DNS",
				f.Domain, other.Name, other.Document.At("domain"))
		}
		if f.Account == other.Account && accountOwner(f) == f.Name && accountOwner(other) == other.Name {
			c.report(f.Document, field.NewPath("accountOwner"), "fleet %s makes GitHub's identity provider of AWS account %s too, which there can be but once: set accountOwner in one of them to the other",
				other.Name, f.Account)
		}
		if role := pushRoleOf(f); f.Account == other.Account && strings.EqualFold(role, pushRoleOf(other)) {
			c.report(f.Document, field.NewPath("registry", "role"), "fleet %s of the same AWS account has the IAM role %s too (%s): choose another name",
				other.Name, role, other.Document.At("registry.role"))
		}
	}
}

// owner checks who makes what the account has but once.
func (c *checks) owner(f *config.Fleet) {
	at, name := field.NewPath("accountOwner"), accountOwner(f)
	if name == f.Name {
		return
	}
	var names []string
	for i := range c.inputs.Fleets {
		other := &c.inputs.Fleets[i]
		names = append(names, other.Name)
		if other.Name == name && !c.broken(other.Document) && (other.Account != f.Account || accountOwner(other) != name) {
			c.report(f.Document, at, "fleet %s makes nothing for AWS account %s: name the fleet that does, or none", name, f.Account)
		}
	}
	c.known(f.Document, at, "fleet", name, names)
}

func accountOwner(f *config.Fleet) string { return string(or(f.AccountOwner, config.Name(f.Name))) }

func pushRoleOf(f *config.Fleet) string {
	return string(or(f.Registry.Role, config.RoleName(pushRole(f.Name))))
}
