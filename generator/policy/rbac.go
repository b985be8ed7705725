package policy

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/config"
	rbacv1 "k8s.io/api/rbac/v1"
)

// rbac: rights are listed one by one, nobody reads Secrets or gives himself more rights, and people change what they need
// to run an app and nothing else; the rest changes through git.
func rbac(o *object, r *report) {
	switch t := o.Object.(type) {
	case *rbacv1.Role:
		roleRules(o, t.Rules, r)
		o.peopleRules(t.Rules, r)
	case *rbacv1.ClusterRole:
		roleRules(o, t.Rules, r)
		if t.AggregationRule != nil {
			r.add(o, "aggregationRule", "rights would depend on labels of other objects")
		}
	case *rbacv1.RoleBinding:
		o.binding(t.RoleRef, t.Subjects, r)
	case *rbacv1.ClusterRoleBinding:
		o.binding(t.RoleRef, t.Subjects, r)
	}
}

// verbs of the API server; those that give rights away are left out (Kubernetes, "Privilege escalation prevention").
var verbs = []string{"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"}

// roleRules judges what holds for every role.
func roleRules(o *object, rules []rbacv1.PolicyRule, r *report) {
	if len(rules) == 0 {
		r.add(o, "rules", "missing: the role allows nothing")
	}
	for i, rule := range rules {
		field := at("rules", i)
		listed(o, field+".verbs", rule.Verbs, verbs, r)
		if len(rule.NonResourceURLs) > 0 {
			for j, url := range rule.NonResourceURLs {
				if strings.Contains(url, "*") {
					r.add(o, at(field+".nonResourceURLs", j), "%q: no wildcards", url)
				}
			}
			continue
		}
		listed(o, field+".apiGroups", rule.APIGroups, sortedKeys(apiResources), r)
		secrets := append(o.namedSecrets(rule), o.everySecret()...)
		listed(o, field+".resources", rule.Resources, append(resourcesOf(rule.APIGroups), secrets...), r)
		for j, group := range rule.APIGroups {
			known := slices.Concat(apiResources[group], secrets)
			if apiResources[group] != nil && !slices.ContainsFunc(rule.Resources, func(name string) bool { return slices.Contains(known, name) }) {
				r.add(o, at(field+".apiGroups", j), "%q has none of the resources", group)
			}
		}
	}
}

// namedSecrets lets a component read Secrets of its own namespace, each by its name: no people, and no app.
func (o *object) namedSecrets(rule rbacv1.PolicyRule) []string {
	ours := o.namespace != nil && o.namespace.plan == nil
	reading := !slices.ContainsFunc(rule.Verbs, func(verb string) bool { return !slices.Contains(looking, verb) })
	if !ours || !reading || len(rule.ResourceNames) == 0 || !slices.Equal(rule.APIGroups, []string{""}) || o.forPeople() {
		return nil
	}
	return []string{"secrets"}
}

// everySecret lets a component that says why have Secrets of every namespace.
func (o *object) everySecret() []string {
	if o.namespace == nil && slices.ContainsFunc(o.cluster.installed, func(i component.Installed) bool {
		return i.ReadsSecrets != "" && strings.HasPrefix(o.Path, o.cluster.plan.ComponentDir(i.Name)+"/objects/")
	}) {
		return []string{"secrets"}
	}
	return nil
}

// forPeople says whether a role of a namespace is bound to a group.
func (o *object) forPeople() bool {
	groups := o.cluster.world.plan.Groups
	return o.namespace.boundTo(o.id.Name, groups.Developers) || o.namespace.boundTo(o.id.Name, groups.Operators)
}

// listed reports items that are no known names, wildcards among them, and an empty list.
func listed(o *object, field string, items, known []string, r *report) {
	if len(items) == 0 {
		r.add(o, field, "missing: the rule allows nothing")
	}
	for i, item := range items {
		switch {
		case strings.Contains(item, "*"):
			r.add(o, at(field, i), "%q: no wildcards, list what is meant", item)
		case !slices.Contains(known, item):
			r.add(o, at(field, i), "%q is not known, or not to be had by a role%s", item, hint(item, known))
		case slices.Contains(items[:i], item):
			r.add(o, at(field, i), "%q is listed twice", item)
		}
	}
}

// peopleRules judges the roles of an environment, which are people's, and those that people have among the components.
func (o *object) peopleRules(rules []rbacv1.PolicyRule, r *report) {
	if o.namespace == nil {
		return
	}
	groups := o.cluster.world.plan.Groups
	developers, operators := o.namespace.boundTo(o.id.Name, groups.Developers), o.namespace.boundTo(o.id.Name, groups.Operators)
	var may map[string][]string // besides looking
	switch {
	case !developers && !operators:
		return // nobody has it, which the rule "unused" reports
	case o.namespace.plan == nil:
		may = restart
	case !developers:
		may = operate
	case o.namespace.plan.Environment.Developers == config.AccessEdit:
		may = edit
	}
	for i, rule := range rules {
		for j, verb := range rule.Verbs {
			if slices.Contains(looking, verb) || !slices.Contains(verbs, verb) {
				continue
			}
			var beyond []string
			for _, resource := range rule.Resources {
				if !slices.Contains(may[resource], verb) && !(o.namespace.plan == nil && toNamedPod(rule, resource, verb)) {
					beyond = append(beyond, resource)
				}
			}
			if len(beyond) > 0 {
				r.add(o, at(at("rules", i, ".verbs"), j), "%s %s: these people may not do that in %s; it changes through git", verb, strings.Join(beyond, ", "), o.namespace.name)
			}
		}
	}
}

// toNamedPod: people reach a component that has no Ingress, such as Grafana, by its own port, each pod by name.
func toNamedPod(rule rbacv1.PolicyRule, resource, verb string) bool {
	return resource == "pods/portforward" && verb == "create" && len(rule.ResourceNames) > 0
}

// What people may do besides looking, by resource: operators restart, scale and evict in environments; developers who may
// edit change what runs as well, and look into it. Among the components people only restart: who may patch a Deployment there
// has what its ServiceAccount may do.
var (
	looking = []string{"get", "list", "watch"}
	restart = map[string][]string{"pods": {"delete"}, "pods/eviction": {"create"}}
	operate = map[string][]string{
		"pods":              {"delete"},
		"pods/eviction":     {"create"},
		"deployments":       {"patch"},
		"deployments/scale": {"patch", "update"},
		"rollouts/scale":    {"patch", "update"},
	}
	edit = map[string][]string{
		"pods":              {"delete"},
		"pods/eviction":     {"create"},
		"pods/exec":         {"create"},
		"pods/portforward":  {"create"},
		"configmaps":        {"create", "delete", "patch", "update"},
		"services":          {"create", "delete", "patch", "update"},
		"deployments":       {"create", "delete", "patch", "update"},
		"deployments/scale": {"patch", "update"},
		"rollouts/scale":    {"patch", "update"},
	}
)

// boundTo says whether a group has a role of the namespace.
func (n *namespace) boundTo(role, group string) bool {
	for _, o := range n.objects {
		if b, ok := o.Object.(*rbacv1.RoleBinding); ok && b.RoleRef.Name == role {
			if slices.ContainsFunc(b.Subjects, func(s rbacv1.Subject) bool { return s.Name == group }) {
				return true
			}
		}
	}
	return false
}

// binding judges whom a role is given to.
func (o *object) binding(ref rbacv1.RoleRef, subjects []rbacv1.Subject, r *report) {
	if ref.APIGroup != rbacv1.GroupName {
		r.add(o, "roleRef.apiGroup", "%q: expected %s", ref.APIGroup, rbacv1.GroupName)
	}
	if slices.Contains(userFacing[1:], ref.Name) && ref.Kind == "ClusterRole" {
		r.add(o, "roleRef.name", "%q gives everything away: write a role that lists what is needed", ref.Name)
	}
	if ref.Kind == "" {
		r.add(o, "roleRef.kind", "missing: expected Role")
	}
	oneOf(r, o, "roleRef.kind", ref.Kind, "Role", "ClusterRole")
	if len(subjects) == 0 {
		r.add(o, "subjects", "missing: nobody would have the role")
	}
	for i, s := range subjects {
		o.subject(at("subjects", i), s, r)
	}
}

// subject admits the fleet's groups, and ServiceAccounts outside the environments.
func (o *object) subject(field string, s rbacv1.Subject, r *report) {
	groups := o.cluster.world.plan.Groups
	known := []string{groups.Developers, groups.Operators}
	switch {
	case s.Kind == rbacv1.ServiceAccountKind && (o.namespace == nil || o.namespace.plan == nil):
	case s.Kind != rbacv1.GroupKind:
		r.add(o, field+".kind", "%q: expected Group, since people and their rights change in the identity provider", s.Kind)
	case s.APIGroup != rbacv1.GroupName:
		r.add(o, field+".apiGroup", "%q: expected %s", s.APIGroup, rbacv1.GroupName)
	case !slices.Contains(known, s.Name):
		r.add(o, field+".name", "%q is no group of clusters/%s/fleet.yaml%s", s.Name, o.cluster.world.plan.Name, hint(s.Name, known))
	case s.Name == groups.Developers && o.id.Name == "operators", s.Name == groups.Operators && o.id.Name == "developers":
		r.add(o, field+".name", "%q: the binding is called for the other group", s.Name)
	}
}
