package provision

import (
	"reflect"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/external"
)

// access lets in whom the config names. eksctl changes no entry that is there.
func (u *update) access() error {
	there := map[string]accessEntry{}
	for _, entry := range u.existing.entries {
		there[entry.PrincipalARN] = entry
	}
	var absent []string
	for _, want := range u.config.AccessConfig.AccessEntries {
		is, found := there[want.PrincipalARN]
		switch {
		case !found:
			absent = append(absent, want.PrincipalARN)
		case !sameSet(is.KubernetesGroups, want.KubernetesGroups) || !samePolicies(is.AccessPolicies, want.AccessPolicies):
			u.note("the access entry of %s has other rights than in %s: delete it, and the next run makes it again: %s",
				want.PrincipalARN, u.File, u.own("delete", "accessentry", "--principal-arn="+want.PrincipalARN))
		}
	}
	return u.some("let in "+strings.Join(absent, ", "), external.New("eksctl", "create", "accessentry"), func(item map[string]any) bool {
		return slices.Contains(absent, text(item, "principalARN"))
	}, "accessConfig", "accessEntries")
}

func samePolicies(a, b []accessPolicy) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(policy accessPolicy) bool {
		return !slices.ContainsFunc(b, func(other accessPolicy) bool {
			return policy.PolicyARN == other.PolicyARN && policy.AccessScope.Type == other.AccessScope.Type &&
				sameSet(policy.AccessScope.Namespaces, other.AccessScope.Namespaces)
		})
	})
}

// text is a field of an item; empty for anything else.
func text(item map[string]any, field string) string {
	s, _ := item[field].(string)
	return s
}

// roles are those of ServiceAccounts by the cluster's OpenID Connect provider. eksctl makes those that are missing.
func (u *update) roles() error {
	if u.config.IAM.WithOIDC && !u.existing.provider() {
		u.add("make IAM trust the cluster's OpenID Connect provider", u.eksctl("utils", "associate-iam-oidc-provider", "--approve"))
	}
	accounts := names(u.config.IAM.ServiceAccounts, serviceAccount.name)
	if absent := missing(slices.Clone(accounts), names(u.existing.accounts, serviceAccount.name)); len(absent) > 0 {
		u.add("make the roles of "+strings.Join(absent, ", "), u.eksctl("create", "iamserviceaccount", "--approve"))
	}
	var changed []string
	for _, a := range u.config.IAM.ServiceAccounts {
		if u.outdated(u.existing, accountStack(u.Plan.Name, a.Metadata.Namespace, a.Metadata.Name)) {
			changed = append(changed, a.name())
		}
	}
	if len(changed) > 0 {
		u.add("change the rights and the trust of "+strings.Join(changed, ", "), u.eksctl("update", "iamserviceaccount", "--approve"))
	}
	return nil
}

// identities are the roles of ServiceAccounts by EKS Pod Identity. eksctl makes no association twice, and changes them all at
// once.
func (u *update) identities() error {
	there := map[string]associationSummary{}
	for _, a := range u.existing.associations {
		there[a.name()] = a
	}
	var absent, changed []string
	for _, want := range u.config.IAM.PodIdentityAssociations {
		stack := associationStack(u.Plan.Name, want.Namespace, want.ServiceAccountName)
		is, found := there[want.name()]
		switch {
		case !found:
			u.removeHalf(stack)
			absent = append(absent, want.name())
		case want.RoleARN != "" && is.RoleARN != want.RoleARN, u.outdated(u.existing, stack):
			changed = append(changed, want.name())
		}
	}
	err := u.some("give pods their roles: "+strings.Join(absent, ", "), external.New("eksctl", "create", "podidentityassociation"),
		func(item map[string]any) bool {
			return slices.Contains(absent, text(item, "namespace")+"/"+text(item, "serviceAccountName"))
		}, "iam", "podIdentityAssociations")
	if len(changed) > 0 {
		u.add("change the roles of "+strings.Join(changed, ", "), u.eksctl("update", "podidentityassociation"))
	}
	return err
}

// removeHalf removes a role that an interrupted run made for something that it came not to: nothing uses it, and eksctl fails
// on it.
func (u *update) removeHalf(stack string) {
	if _, made := u.existing.stacks[stack]; made {
		u.steps = append(u.steps, u.remove("remove the half that an interrupted run left of it", stack)...)
	}
}

// leftovers are what the cluster has and the config has not: to delete is for a person to decide.
func (u *update) leftovers() {
	const what = "%s %s is not in %s: %s"
	for _, name := range missing(names(u.existing.nodeGroups, func(g nodeGroupSummary) string { return g.Name }),
		names(u.config.ManagedNodeGroups, func(g nodeGroup) string { return g.Name })) {
		u.note(what, "node group", name, u.File, u.own("delete", "nodegroup", "--name="+name))
	}
	for _, name := range missing(names(u.existing.addons, func(a addonSummary) string { return a.Name }),
		names(u.config.Addons, func(a addon) string { return a.Name })) {
		u.note(what, "add-on", name, u.File, u.own("delete", "addon", "--name="+name))
	}
	for _, entry := range u.existing.entries {
		if !entry.ofEKS() && !slices.ContainsFunc(u.config.AccessConfig.AccessEntries, entry.same) {
			u.note(what, "the access entry of", entry.PrincipalARN, u.File, u.own("delete", "accessentry", "--principal-arn="+entry.PrincipalARN))
		}
	}
	for _, a := range u.existing.accounts {
		if !slices.ContainsFunc(u.config.IAM.ServiceAccounts, func(want serviceAccount) bool { return reflect.DeepEqual(want.Metadata, a.Metadata) }) {
			u.note(what, "the role of", a.name(), u.File, u.own("delete", "iamserviceaccount", "--namespace="+a.Metadata.Namespace, "--name="+a.Metadata.Name))
		}
	}
	wanted := names(u.config.IAM.PodIdentityAssociations, association.name)
	for _, a := range u.existing.associations {
		if a.OwnerARN == "" && !slices.Contains(wanted, a.name()) {
			u.note(what, "the role of", a.name(), u.File, u.own("delete", "podidentityassociation", "--namespace="+a.Namespace,
				"--service-account-name="+a.ServiceAccountName))
		}
	}
}

func (e accessEntry) same(other accessEntry) bool { return e.PrincipalARN == other.PrincipalARN }

// ofEKS reports whether EKS made the entry itself: for the role of nodes, or for a service of AWS's.
func (e accessEntry) ofEKS() bool {
	return slices.Contains(e.KubernetesGroups, "system:nodes") || strings.Contains(e.PrincipalARN, ":role/aws-service-role/")
}
