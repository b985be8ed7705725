package admission

import (
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const rbacGroup = "rbac.authorization.k8s.io"

// environmentRights: in an environment rights are people's, each by a Role that lists them. No app has any, so that one which
// is taken over can do nothing to the cluster, and nobody can read Secrets or come to more rights by those that he has
// (https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks).
var environmentRights = rule{
	name:       "environment-rights",
	namespaces: environments,
	on:         []resources{{rbacGroup, "v1", []string{"rolebindings", "roles"}, written}},
	conditions: []admissionv1.MatchCondition{staying},
	variables: []admissionv1.Variable{
		{Name: "rules", Expression: "dyn(object).?rules.orValue([])"},
		{Name: "subjects", Expression: "dyn(object).?subjects.orValue([])"},
	},
	checks: []admissionv1.Validation{
		check("variables.rules.all(r, (r.verbs + r.?resources.orValue([]) + r.?apiGroups.orValue([])).all(item, item != '*'))",
			"a role in an environment lists what it allows: no *"),
		check("variables.rules.all(r, r.verbs.all(v, !(v in ['bind', 'escalate', 'impersonate'])))",
			"bind, escalate and impersonate give more rights than they say"),
		check("variables.rules.all(r, r.?resources.orValue([]).all(name, !(name in ['secrets', 'serviceaccounts/token'])))",
			"nobody reads Secrets or takes tokens in an environment: values are in AWS Secrets Manager"),
		check("request.kind.kind == 'Role' || dyn(object).roleRef.kind == 'Role'",
			"a ClusterRole gives rights that the environment does not list: write a Role"),
		check("variables.subjects.all(s, s.kind == 'Group' && !s.name.startsWith('system:'))",
			"in an environment rights are given to groups of people, not to ServiceAccounts or to everyone"),
	},
}

// open are the roles that Kubernetes itself gives to everyone who is let in, or to every ServiceAccount
// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles).
var open = []string{"system:basic-user", "system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"}

// clusterRights: a ClusterRoleBinding gives nothing to apps, to everyone or to people, who have a Role in each namespace. What
// the components of the platform need is bound to their own ServiceAccounts, and Kubernetes and EKS have names of their own
// (Amazon EKS User Guide, "Default Amazon EKS created Kubernetes roles and users").
func clusterRights(c *plan.Cluster) rule {
	apps := []string{metav1.NamespaceDefault}
	var everyone []string
	for _, n := range c.Namespaces {
		apps = append(apps, n.Name())
	}
	for _, name := range apps {
		everyone = append(everyone, "system:serviceaccounts:"+name)
	}
	everyone = append(everyone, "system:serviceaccounts", "system:authenticated", "system:unauthenticated", "system:anonymous")
	return rule{
		name: "cluster-rights",
		on:   []resources{{rbacGroup, "v1", []string{"clusterrolebindings"}, written}},
		conditions: []admissionv1.MatchCondition{
			staying,
			{Name: "not-open-to-everyone", Expression: "!(object.roleRef.name in " + list(open) + ")"},
		},
		variables: []admissionv1.Variable{{Name: "subjects", Expression: "object.?subjects.orValue([])"}},
		checks: []admissionv1.Validation{
			check("variables.subjects.all(s, s.kind != 'ServiceAccount' || !(s.?namespace.orValue('') in "+list(apps)+"))",
				"apps have no rights in the cluster"),
			check("variables.subjects.all(s, !(s.name in "+list(everyone)+")"+
				" && "+list(apps)+".all(n, !s.name.startsWith('system:serviceaccount:' + n + ':')))",
				"rights are given to somebody, not to everyone or to every ServiceAccount of apps"),
			check("variables.subjects.all(s, s.kind == 'ServiceAccount' || s.name.startsWith('eks:') || s.name.startsWith('system:')"+
				" && (object.roleRef.name != 'cluster-admin' || s.kind == 'Group' && s.name == 'system:masters'))",
				"people come to rights in the cluster by an access entry of EKS, which AWS CloudTrail keeps"),
		},
	}
}

// list is a list of texts in CEL, which quotes them as Go does.
func list(items []string) string {
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = fmt.Sprintf("%q", item)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
