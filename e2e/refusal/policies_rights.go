package refusal

import "fmt"

// bound is a ClusterRoleBinding.
func bound(role, subject string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: refusal}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %q}
subjects: [%s]`, role, subject)}
}

func account(name, namespace string) string {
	return fmt.Sprintf("{kind: ServiceAccount, name: %q, namespace: %q}", name, namespace)
}

// person is a subject of kind User or Group.
func person(kind, name string) string {
	return fmt.Sprintf("{apiGroup: rbac.authorization.k8s.io, kind: %s, name: %q}", kind, name)
}

func clusterRights() []pair {
	const (
		policy   = "cluster-rights"
		apps     = "apps have no rights in the cluster"
		somebody = "rights are given to somebody, not to everyone or to every ServiceAccount of apps"
		people   = "people come to rights in the cluster by an access entry of EKS, which AWS CloudTrail keeps"
	)
	return []pair{
		{policy, "an app", apps, bound("view", account("app", "ENV")), bound("view", account("app", "kube-system"))},
		{policy, "an app beside a component", apps,
			bound("view", account("app", "kube-system")+","+account("app", "ENV")), bound("view", account("app", "kube-system"))},
		{policy, "a pod in default", apps, bound("view", account("default", "default")), bound("view", account("default", "kube-system"))},
		{policy, "an app as a user", somebody,
			bound("view", person("User", "system:serviceaccount:ENV:app")), bound("view", person("User", "system:serviceaccount:ENV-x:app"))},
		{policy, "all apps", somebody,
			bound("view", person("Group", "system:serviceaccounts:ENV")), bound("view", person("Group", "system:serviceaccounts:kube-system"))},
		{policy, "every ServiceAccount", somebody,
			bound("view", person("Group", "system:serviceaccounts")), bound("system:service-account-issuer-discovery", person("Group", "system:serviceaccounts"))},
		{policy, "everyone", somebody, bound("view", person("Group", "system:authenticated")), bound("system:discovery", person("Group", "system:authenticated"))},
		{policy, "nobody known", somebody,
			bound("view", person("Group", "system:unauthenticated")), bound("system:public-info-viewer", person("Group", "system:unauthenticated"))},
		{policy, "the anonymous user", somebody, bound("view", person("User", "system:anonymous")), bound("view", person("User", "system:kube-scheduler"))},
		{policy, "all rights for people", people, bound("cluster-admin", person("Group", "people")), bound("cluster-admin", account("app", "kube-system"))},
		{policy, "all rights for a person", people, bound("cluster-admin", person("User", "somebody")), bound("cluster-admin", person("User", "eks:addon-manager"))},
		{policy, "some rights for people", people, bound("edit", person("Group", "people")), bound("edit", person("Group", "eks:people"))},
		{policy, "some rights for a person", people, bound("admin", person("User", "somebody")), bound("admin", person("User", "system:somebody"))},
		{policy, "people beside a component", people,
			bound("view", account("app", "kube-system")+","+person("Group", "people")), bound("view", account("app", "kube-system"))},
		{policy, "all rights for a person named as a group", people,
			bound("cluster-admin", person("User", "system:masters")), bound("cluster-admin", person("Group", "system:masters"))},
	}
}

// role has one rule.
func role(rule string) request {
	return request{yaml: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: refusal, namespace: ENV}
rules: [` + rule + `]`}
}

// granted is a RoleBinding.
func granted(kind, subject string) request {
	return request{yaml: fmt.Sprintf(`
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: refusal, namespace: ENV}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: view}
subjects: [%s]`, kind, subject)}
}

// developers is a change of the role that the tree has.
func developers(resource string) request {
	return request{apply: true, yaml: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: developers, namespace: ENV}
rules: [{apiGroups: [""], resources: [` + resource + `], verbs: [get]}]`}
}

func environmentRights() []pair {
	const (
		policy  = "environment-rights"
		listed  = "a role in an environment lists what it allows: no *"
		hidden  = "bind, escalate and impersonate give more rights than they say"
		secrets = "nobody reads Secrets or takes tokens in an environment: values are in AWS Secrets Manager"
		cluster = "a ClusterRole gives rights that the environment does not list: write a Role"
		groups  = "in an environment rights are given to groups of people, not to ServiceAccounts or to everyone"
	)
	people := person("Group", "people")
	pods := role(`{apiGroups: [""], resources: [pods], verbs: [get]}`)
	roles := role(`{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [get]}`)
	return []pair{
		{policy, "all verbs", listed, role(`{apiGroups: [""], resources: [pods], verbs: ["*"]}`), pods},
		{policy, "all resources", listed, role(`{apiGroups: [apps], resources: ["*"], verbs: [get]}`), role(`{apiGroups: [apps], resources: [deployments], verbs: [get]}`)},
		{policy, "all groups", listed, role(`{apiGroups: ["*"], resources: [pods], verbs: [get]}`), pods},
		{policy, "bind", hidden, role(`{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind]}`), roles},
		{policy, "escalate", hidden, role(`{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate]}`), roles},
		{policy, "impersonate", hidden, role(`{apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate]}`),
			role(`{apiGroups: [""], resources: [serviceaccounts], verbs: [get]}`)},
		{policy, "Secrets", secrets, role(`{apiGroups: [""], resources: [pods, secrets], verbs: [get]}`), pods},
		{policy, "one Secret", secrets, role(`{apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get]}`),
			role(`{apiGroups: [""], resources: [configmaps], resourceNames: [a], verbs: [get]}`)},
		{policy, "tokens", secrets, role(`{apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]}`),
			role(`{apiGroups: [""], resources: [serviceaccounts], verbs: [create]}`)},
		{policy, "a second rule", secrets,
			role(`{apiGroups: [""], resources: [pods], verbs: [get]}, {apiGroups: [""], resources: [secrets], verbs: [list]}`), pods},
		{policy, "a ClusterRole", cluster, granted("ClusterRole", people), granted("Role", people)},
		{policy, "an app", groups, granted("Role", account("app", "ENV")), granted("Role", people)},
		{policy, "an app beside people", groups, granted("Role", people+","+account("app", "ENV")), granted("Role", people)},
		{policy, "everyone", groups, granted("Role", person("Group", "system:authenticated")), granted("Role", people)},
		{policy, "a person", groups, granted("Role", person("User", "somebody")), granted("Role", people)},
		{policy, "a change of the developers' role", secrets, developers("secrets"), developers("pods")},
	}
}
