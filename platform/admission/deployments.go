package admission

import (
	"fmt"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// deploymentChanges: who may restart a Deployment may patch it, and by its template could have an app show what it mounts, or
// run something else. People restart and scale, where developers do not edit; RBAC cannot tell the fields of an object apart.
// Those whom the groups do not name, such as Argo CD, Kubernetes' controllers and administrators, are not asked.
func deploymentChanges(c *plan.Cluster) rule {
	var edited []string
	for _, n := range c.Namespaces {
		if n.Environment.Developers == config.AccessEdit {
			edited = append(edited, n.Name())
		}
	}
	groups := c.Fleet.Groups
	return rule{
		name:       "deployment-changes",
		namespaces: environments,
		on:         []resources{{"apps", "v1", []string{"deployments"}, []admissionv1.OperationType{admissionv1.Update}}},
		conditions: []admissionv1.MatchCondition{
			{Name: "people", Expression: "request.userInfo.?groups.orValue([]).exists(g, g in " + list([]string{groups.Developers, groups.Operators}) + ")"},
			{Name: "not-editing", Expression: fmt.Sprintf("!(request.namespace in %s && %q in request.userInfo.?groups.orValue([]))", list(edited), groups.Developers)},
		},
		variables: []admissionv1.Variable{
			{Name: "spec", Expression: "[dyn(object).spec, dyn(oldObject).spec]"},
			{Name: "template", Expression: "variables.spec.map(s, s.template)"},
			{Name: "metadata", Expression: "variables.template.map(t, t.?metadata.orValue({}))"},
			{Name: "annotations", Expression: "variables.metadata.map(m, m.?annotations.orValue({}))"},
		},
		checks: []admissionv1.Validation{check(
			same("spec", "replicas", "template")+" && "+same("template", "metadata")+" && "+
				same("metadata", "annotations")+" && "+same("annotations", "kubectl.kubernetes.io/restartedAt"),
			"people restart and scale here: what a Deployment runs comes from git",
		)},
	}
}

// same says that both objects of a variable have the same fields, but for some.
func same(variable string, but ...string) string {
	return fmt.Sprintf("variables.%s.all(o, o.all(f, f in %s || variables.%[1]s[0][?f] == variables.%[1]s[1][?f]))", variable, list(but))
}
