package mutation

import "slices"

// access are rights that nobody should have.
var access = []Operator{
	fields("right widened to all", each([]way{grow("*"), to([]any{"*"})}, "Role rules.*.verbs", "Role rules.*.resources", "Role rules.*.apiGroups")...),
	fields("secrets readable", at("Role rules", grow(rule("", "secrets", "get")), grow(rule("", "secrets", "list")), grow(rule("", "secrets", "watch")))),
	fields("right to gain rights", at("Role rules", grow(rule("", "serviceaccounts/token", "create")), grow(rule("rbac.authorization.k8s.io", "roles", "escalate")),
		grow(rule("rbac.authorization.k8s.io", "roles", "bind")), grow(rule("", "serviceaccounts", "impersonate")))),
	fields("right to edit where only reading is allowed",
		target{kind: "Role", field: "rules", within: "/production/role-developers", ways: []way{grow(rule("apps", "deployments", "update")),
			grow(rule("", "pods", "delete")), grow(rule("", "pods/exec", "create"))}},
		target{kind: "Role", field: "rules", within: "/staging/role-developers", ways: []way{grow(rule("apps", "deployments", "create")),
			grow(rule("networking.k8s.io", "networkpolicies", "delete"))}},
		target{kind: "Role", field: "rules.0.verbs", within: "/production/role-developers", ways: []way{grow("update"), grow("deletecollection")}}),
	fields("subject widened", at("RoleBinding subjects.*.name", toEach("system:authenticated", "system:unauthenticated", "system:masters", "system:serviceaccounts")...),
		at("RoleBinding subjects", grow(subject("Group", "system:authenticated")), grow(subject("User", "system:anonymous")))),
	fields("right of a whole cluster", at("RoleBinding roleRef", put("kind", "ClusterRole"),
		to(map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}))),
	fields("Pod Security loosened", slices.Concat(
		each([]way{to("baseline"), to("privileged"), drop}, "Namespace metadata.labels.[pod-security.kubernetes.io/enforce]",
			"Namespace metadata.labels.[pod-security.kubernetes.io/audit]", "Namespace metadata.labels.[pod-security.kubernetes.io/warn]"),
		each([]way{to("latest"), drop}, "Namespace metadata.labels.[pod-security.kubernetes.io/enforce-version]"),
	)...),
	fields("secret of another environment",
		at("ExternalSecret spec.dataFrom.*.extract.key", swap("production/", "staging/"), swap("development/", "production/"), swap("staging/", "production/"),
			swap("fastapi-hello/", "other/"), to("/")),
		at("ServiceAccount metadata.annotations.[eks.amazonaws.com/role-arn]", swap("development", "production"), swap("staging", "production"),
			swap("production", "development"), swap("111122223333", "999999999999"))),
}

func rule(group, resource string, verbs ...any) map[string]any {
	return map[string]any{"apiGroups": []any{group}, "resources": []any{resource}, "verbs": verbs}
}

func subject(kind, name string) map[string]any {
	return map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name}
}

// platform are mistakes in what the API server refuses, and in what volumes are made of.
var platform = []Operator{
	fields("admission policy that lets everything in", at("ValidatingAdmissionPolicy spec.failurePolicy", to("Ignore")),
		at("ValidatingAdmissionPolicy spec.validations", drop, to([]any{})), at("ValidatingAdmissionPolicy spec.matchConstraints", drop),
		at("ValidatingAdmissionPolicyBinding spec.validationActions", to([]any{"Warn"}), to([]any{"Audit"})).referred("ValidatingAdmissionPolicy metadata.name"),
		at("ValidatingAdmissionPolicyBinding spec.policyName", rename).referred("ValidatingAdmissionPolicy metadata.name")),
	fields("volumes that anyone reads", at("StorageClass parameters.encrypted", drop, to("false")), at("StorageClass volumeBindingMode", drop, to("Immediate"))),
}

// network are ways that should be shut.
var network = []Operator{
	fields("peers dropped", each([]way{drop, to([]any{}), grow(map[string]any{"namespaceSelector": map[string]any{}}),
		grow(map[string]any{"ipBlock": map[string]any{"cidr": "0.0.0.0/0"}})},
		"NetworkPolicy spec.ingress.*.from", "NetworkPolicy spec.egress.*.to")...),
	fields("peer widened", each([]way{to(map[string]any{})}, "NetworkPolicy spec.ingress.*.from.*.namespaceSelector", "NetworkPolicy spec.egress.*.to.*.namespaceSelector",
		"NetworkPolicy spec.ingress.*.from.*.podSelector")...),
	fields("range widened", at("NetworkPolicy spec.egress.*.to.*.ipBlock.cidr", instead("0.0.0.0/0"), instead("169.254.0.0/16"), instead("10.0.0.0/8"))),
	fields("way to everywhere", at("NetworkPolicy spec.egress", grow(map[string]any{})), at("NetworkPolicy spec.ingress", grow(map[string]any{})),
		at("NetworkPolicy spec.egress", grow(map[string]any{"to": []any{map[string]any{"ipBlock": map[string]any{"cidr": "0.0.0.0/0"}}}}))),
	fields("policy without ports", each([]way{drop, to([]any{})}, "NetworkPolicy spec.ingress.*.ports", "NetworkPolicy spec.egress.*.ports")...),
	fields("port of a policy dropped", each([]way{drop}, "NetworkPolicy spec.ingress.*.ports.*", "NetworkPolicy spec.egress.*.ports.*")...),
	fields("policy for other pods", target{kind: "NetworkPolicy", field: "spec.podSelector", within: "/apps/", ways: []way{to(map[string]any{}), drop}},
		target{kind: "NetworkPolicy", field: "spec.podSelector", within: "default-deny", ways: []way{put("matchLabels", map[string]any{"tier": "web"})}}),
	fields("default deny weakened", target{kind: "NetworkPolicy", field: "spec.policyTypes.*", within: "default-deny", ways: []way{drop}},
		target{kind: "NetworkPolicy", field: "spec.policyTypes", within: "default-deny", ways: []way{drop}}),
	fields("service opened", at("Service spec.type", toEach("NodePort", "LoadBalancer")...), at("Service spec.type", to("ExternalName")),
		at("Service spec.externalIPs", to([]any{"203.0.113.7"}))),
}
