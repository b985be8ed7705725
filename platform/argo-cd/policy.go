package argocd

import (
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
)

// policy says what people may do in Argo CD, by the groups of fleet.yaml, as policy.csv (Argo CD 3.4, "RBAC Configuration").
// Nobody edits an Application, runs another revision than git's, or opens a shell: what runs, a commit decides.
func policy(f *plan.Fleet) string {
	rules := append([]string{nobodyIsAdmin}, operatorRules()...)
	for _, e := range f.Environments {
		rules = append(rules, developerRules(e)...)
	}
	return strings.Join(append(rules, member(f.Groups.Operators, operators), member(f.Groups.Developers, developers)), "\n") + "\n"
}

const (
	operators  = "role:operators"
	developers = "role:developers"
)

// nobodyIsAdmin denies what Argo CD's built-in policy allows whoever is called admin (assets/builtin-policy.csv): not only the
// local account, which is off, but a group of the identity provider's as well.
const nobodyIsAdmin = "p, role:admin, *, *, *, deny"

// operatorRules: operators see everything, sync it again, and run actions such as a restart.
func operatorRules() []string {
	return []string{
		allow(operators, "applications", "get", "*"),
		allow(operators, "applications", "sync", "*"),
		allow(operators, "applications", "action/*", "*"),
		allow(operators, "applicationsets", "get", "*"),
		allow(operators, "clusters", "get", "*"),
		allow(operators, "logs", "get", "*"),
		allow(operators, "projects", "get", "*"),
		allow(operators, "repositories", "get", "*"),
	}
}

// developerRules: developers see an environment and its logs, and act as operators do where they may edit. An environment is
// the project of its name.
func developerRules(e *plan.Environment) []string {
	rules := []string{
		allow(developers, "applications", "get", e.Name+"/*"),
		allow(developers, "logs", "get", e.Name+"/*"),
		allow(developers, "projects", "get", e.Name),
	}
	if e.Developers == config.AccessEdit {
		rules = append(rules,
			allow(developers, "applications", "sync", e.Name+"/*"),
			allow(developers, "applications", "action/*", e.Name+"/*"))
	}
	return rules
}

func allow(role, resource, action, object string) string {
	return strings.Join([]string{"p", role, resource, action, object, "allow"}, ", ")
}

func member(group, role string) string { return strings.Join([]string{"g", group, role}, ", ") }
