package access

import (
	"context"
	"fmt"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

const introduction = `# Who may do what

Written from the answers of an API server that has the committed tree, by the tests in e2e/access; do not edit. People enter
the cluster by an access entry of EKS, which puts them into a group, and into Argo CD by single sign-on with the same
groups. Members of the role ` + "`admins`" + ` in fleet.yaml may do everything, by an access entry alone: Kubernetes
does not know of it.

A cell is verbs of the API: *read* is get, list and watch, *write* is create, update, patch and delete. To delete or evict a
pod is to replace it, and to patch a Deployment is what ` + "`kubectl rollout restart`" + ` does: where somebody does not write
Deployments, admission takes nothing but a restart and another number of replicas (policy ` + "`deployment-changes`" + `). What
is not listed is not allowed: people cannot ask the API for a Secret anywhere. Who may write Deployments in an environment can
still have a pod show any Secret that is there, and who may enter a pod those that it mounts.

`

// part of the document is what one subject may do.
type part struct {
	heading string
	subject Subject
	rights  Rights // that not everyone has
	table   table  // of the namespaces
}

// Access is what the subjects that the tree names may do in a cluster that has it.
type Access struct {
	files      tree.Files
	admin      *controlplane.Clients
	kinds      Kinds
	namespaces []string
	everyone   Rights
	people     []part
	programs   []part
}

// Of asks the API server of a cluster that has the tree, and what its charts bring of kinds and rights.
func Of(ctx context.Context, admin *controlplane.Clients, files tree.Files) (*Access, error) {
	kinds, err := KindsOf(admin)
	if err != nil {
		return nil, err
	}
	a := &Access{files: files, admin: admin, kinds: kinds, namespaces: append(files.Of("Namespace").Names(), "default", "kube-system")}
	slices.Sort(a.namespaces)
	a.everyone, err = RightsOf(ctx, admin, Subject{User: "somebody"}, kinds, a.namespaces)
	if err != nil {
		return nil, err
	}
	groups, err := peopleOf(files)
	if err != nil {
		return nil, err
	}
	for _, group := range groups {
		p, err := a.part(ctx, "`"+group+"`", Group(group))
		if err != nil {
			return nil, err
		}
		a.people = append(a.people, p)
	}
	for _, account := range accountsOf(files) {
		p, err := a.part(ctx, "`"+account[1]+"` in `"+account[0]+"`", Account(account[0], account[1]))
		if err != nil {
			return nil, err
		}
		a.programs = append(a.programs, p)
	}
	return a, nil
}

func (a *Access) part(ctx context.Context, heading string, subject Subject) (part, error) {
	rights, err := RightsOf(ctx, a.admin, subject, a.kinds, a.namespaces)
	if err != nil {
		return part{}, err
	}
	rights = rights.without(a.everyone)
	return part{heading, subject, rights, tableOf(rights, a.namespaces)}, nil
}

// peopleOf are the groups that the tree's RoleBindings name, sorted.
func peopleOf(files tree.Files) ([]string, error) {
	var groups []string
	for _, f := range files.Of("RoleBinding") {
		var binding rbacv1.RoleBinding
		if err := f.Into(&binding); err != nil {
			return nil, err
		}
		for _, s := range binding.Subjects {
			if s.Kind == rbacv1.GroupKind {
				groups = append(groups, s.Name)
			}
		}
	}
	slices.Sort(groups)
	return slices.Compact(groups), nil
}

// accountsOf are namespaces and names of ServiceAccounts: those of the tree, the one that pods without any have, and External
// Secrets', which makes the Secrets.
func accountsOf(files tree.Files) [][2]string {
	accounts := [][2]string{{"external-secrets", "external-secrets"}}
	for _, environment := range files.Environments() {
		accounts = append(accounts, [2]string{environment, "default"})
	}
	for _, f := range files.Of("ServiceAccount") {
		accounts = append(accounts, [2]string{f.Object.GetNamespace(), f.Object.GetName()})
	}
	return accounts
}

// Document is docs/access.md.
func (a *Access) Document() (string, error) {
	var b strings.Builder
	b.WriteString(introduction)
	b.WriteString("## People\n")
	for _, p := range a.people {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n%s", p.heading, p.table, p.outside())
	}
	console, err := argoCD(a.files)
	if err != nil {
		return "", err
	}
	b.WriteString("\n## Argo CD\n\n" + console)
	b.WriteString("\n## ServiceAccounts\n\n")
	var none []string
	for _, p := range a.programs {
		if len(p.rights) == 0 {
			none = append(none, p.heading)
		}
	}
	fmt.Fprintf(&b, "These may do no more than everyone, which is to ask who they are and what they may:\n%s.\n", strings.Join(none, ",\n"))
	for _, p := range a.programs {
		if len(p.rights) > 0 {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n%s", p.heading, p.table, p.outside())
			if p.subject.User == externalSecrets.User {
				b.WriteString(narrowed)
			}
		}
	}
	return b.String(), nil
}

// externalSecrets makes the Secrets.
var externalSecrets = Account("external-secrets", "external-secrets")

// narrowed is what the table of External Secrets cannot show.
const narrowed = "Admission narrows this: it may make tokens for `secrets-reader` and AWS STS alone (policy `token-requests`), and write\n" +
	"Secrets where a SecretStore is alone (policy `external-secrets`).\n"

// outside says what the subject may do outside of namespaces.
func (p part) outside() string {
	t := tableOf(p.rights, []string{""})
	if len(t.rows) == 0 {
		return "Outside of namespaces: nothing.\n"
	}
	var rights []string
	for _, r := range t.rows {
		rights = append(rights, r.cells[0]+" "+code(r.resources))
	}
	return "Outside of namespaces: " + strings.Join(rights, "; ") + ".\n"
}
