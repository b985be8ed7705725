package namespace

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	rbacv1 "k8s.io/api/rbac/v1"
)

// developers look everywhere, and edit where the environment says so. Nobody reads Secrets: their values are in AWS.
func developers(n *plan.Namespace) []manifest.Object {
	rules := slices.Clone(look)
	if n.Environment.Developers == config.AccessEdit {
		rules = append(rules, slices.Concat(operate, debug)...)
	}
	return grant(n.Name(), "developers", n.Cluster.Fleet.Groups.Developers, rules)
}

// operators restart, scale and evict in every environment; what is deployed changes through git alone.
func operators(n *plan.Namespace) []manifest.Object {
	return grant(n.Name(), "operators", n.Cluster.Fleet.Groups.Operators, slices.Concat(look, operate))
}

var (
	look = []rbacv1.PolicyRule{
		allow("", []string{"configmaps", "endpoints", "events", "limitranges", "persistentvolumeclaims", "pods", "pods/log",
			"resourcequotas", "serviceaccounts", "services"}, "get", "list", "watch"),
		allow("apps", []string{"deployments", "replicasets"}, "get", "list", "watch"),
		allow("argoproj.io", []string{"analysisruns", "analysistemplates", "rollouts"}, "get", "list", "watch"),
		allow("autoscaling", []string{"horizontalpodautoscalers"}, "get", "list", "watch"),
		allow("cert-manager.io", []string{"certificaterequests", "certificates", "issuers"}, "get", "list", "watch"),
		allow("acme.cert-manager.io", []string{"challenges", "orders"}, "get", "list", "watch"),
		allow("discovery.k8s.io", []string{"endpointslices"}, "get", "list", "watch"),
		allow("events.k8s.io", []string{"events"}, "get", "list", "watch"),
		allow("external-secrets.io", []string{"externalsecrets", "secretstores"}, "get", "list", "watch"),
		allow("gateway.networking.k8s.io", []string{"grpcroutes", "httproutes"}, "get", "list", "watch"),
		allow("metrics.k8s.io", []string{"pods"}, "get", "list", "watch"),
		allow("monitoring.coreos.com", []string{"prometheusrules", "servicemonitors"}, "get", "list", "watch"),
		allow("networking.k8s.io", []string{"ingresses", "networkpolicies"}, "get", "list", "watch"),
		allow("policy", []string{"poddisruptionbudgets"}, "get", "list", "watch"),
		allow("policy.linkerd.io", []string{"authorizationpolicies", "meshtlsauthentications", "networkauthentications", "servers"},
			"get", "list", "watch"),
		allow("rbac.authorization.k8s.io", []string{"rolebindings", "roles"}, "get", "list", "watch"),
	}
	// lookAtComponents are the kinds that only the platform has.
	lookAtComponents = []rbacv1.PolicyRule{
		allow("apps", []string{"controllerrevisions", "daemonsets", "statefulsets"}, "get", "list", "watch"),
		allow("batch", []string{"cronjobs", "jobs"}, "get", "list", "watch"),
		allow("coordination.k8s.io", []string{"leases"}, "get", "list", "watch"),
		allow("monitoring.coreos.com", []string{"podmonitors"}, "get", "list", "watch"),
	}
	// lookAtAWS are the kinds of the AWS controllers. Nobody but Argo CD changes them, and nobody else is let in where they stand.
	lookAtAWS = []rbacv1.PolicyRule{
		allow("cloudwatchlogs.services.k8s.aws", []string{"loggroups"}, "get", "list", "watch"),
		allow("ecr.services.k8s.aws", []string{"repositories"}, "get", "list", "watch"),
		allow("route53.services.k8s.aws", []string{"recordsets"}, "get", "list", "watch"),
		allow("s3.services.k8s.aws", []string{"buckets"}, "get", "list", "watch"),
		allow("secretsmanager.services.k8s.aws", []string{"secrets"}, "get", "list", "watch"), // they hold no value
	}
	// restart is all that people change there: who may patch a Deployment has what its ServiceAccount may do, which in an
	// environment is nothing.
	restart = []rbacv1.PolicyRule{
		allow("", []string{"pods"}, "delete"),
		allow("", []string{"pods/eviction"}, "create"),
	}
	// operate leaves the steps of a canary to Argo CD's actions: who may patch a Rollout may change what it runs.
	operate = []rbacv1.PolicyRule{
		allow("", []string{"pods"}, "delete"),
		allow("", []string{"pods/eviction"}, "create"),
		allow("apps", []string{"deployments"}, "patch"), // kubectl rollout restart
		allow("apps", []string{"deployments/scale"}, "get", "patch", "update"),
		allow("argoproj.io", []string{"rollouts/scale"}, "get", "patch", "update"),
	}
	debug = []rbacv1.PolicyRule{
		allow("", []string{"pods/exec", "pods/portforward"}, "create", "get"),
		allow("", []string{"configmaps", "services"}, "create", "delete", "patch", "update"),
		allow("apps", []string{"deployments"}, "create", "delete", "update"),
	}
)

func allow(group string, resources []string, verbs ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: resources, Verbs: verbs}
}

// grant makes a Role and binds a group to it.
func grant(namespace, name, group string, rules []rbacv1.PolicyRule) []manifest.Object {
	const apiVersion = "rbac.authorization.k8s.io/v1"
	return []manifest.Object{
		&rbacv1.Role{TypeMeta: typeMeta(apiVersion, "Role"), ObjectMeta: objectMeta(namespace, name), Rules: rules},
		&rbacv1.RoleBinding{
			TypeMeta:   typeMeta(apiVersion, "RoleBinding"),
			ObjectMeta: objectMeta(namespace, name),
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: name},
			Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: group}},
		},
	}
}
