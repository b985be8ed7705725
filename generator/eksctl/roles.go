package eksctl

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// serviceAccounts are those as which External Secrets reads the secrets of each environment, and of no other one: what is
// in Secrets Manager under the environment's name; and likewise those of components. The key that they are encrypted
// with asks for no right of its own: its policy lets everyone use it by way of the service. IRSA rather than Pod Identity, since the
// operator's pods read for all of them.
func serviceAccounts(c *plan.Cluster, identities []component.Identity) []ServiceAccount {
	var accounts []ServiceAccount
	for _, n := range c.Namespaces {
		accounts = append(accounts, reader(c, n.Name(), plan.SecretsReader, iam.Allow(
			c.ARN("secretsmanager", "secret:"+n.Name()+"/*"),
			"secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:GetSecretValue",
			"secretsmanager:ListSecretVersionIds")))
	}
	for _, identity := range identities {
		if identity.IRSA {
			accounts = append(accounts, reader(c, identity.Namespace, identity.ServiceAccount, identity.Statements...))
		}
	}
	return accounts
}

func reader(c *plan.Cluster, namespace, account string, rights ...iam.Statement) ServiceAccount {
	return ServiceAccount{
		Metadata:     ServiceAccountMetadata{Name: account, Namespace: namespace},
		RoleName:     plan.SecretsRole(c.Name, namespace),
		RoleOnly:     true, // the ServiceAccount is in the rendered tree
		AttachPolicy: iam.NewDocument(rights...),
	}
}

// associations are those of the components, and of Argo CD on the hub, whose role the account's stack makes.
func associations(c *plan.Cluster, identities []component.Identity) []PodIdentityAssociation {
	var all []PodIdentityAssociation
	if c == c.Fleet.Hub {
		for _, account := range plan.ArgoCDAccounts {
			all = append(all, PodIdentityAssociation{
				Namespace: plan.ArgoCDNamespace, ServiceAccountName: account,
				RoleARN: c.Fleet.ARN("iam", "role/"+plan.HubRole(c.Name)),
			})
		}
	}
	for _, identity := range identities {
		if !identity.IRSA {
			all = append(all, association(c, identity))
		}
	}
	return all
}

func association(c *plan.Cluster, identity component.Identity) PodIdentityAssociation {
	a := PodIdentityAssociation{
		Namespace: identity.Namespace, ServiceAccountName: identity.ServiceAccount,
		RoleName: plan.PodRole(c.Name, identity.ServiceAccount),
	}
	if identity.WellKnown != "" {
		a.WellKnownPolicies = map[string]bool{string(identity.WellKnown): true}
	}
	if len(identity.Statements) > 0 {
		policy := iam.NewDocument(identity.Statements...)
		a.PermissionPolicy = &policy
	}
	return a
}
