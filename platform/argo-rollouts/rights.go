package argorollouts

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// rights stand in place of the chart's role, by which the controller could read every Secret of the cluster, write every
// ConfigMap and Ingress, make Services and run Jobs: for sources of metrics and ways to shift requests that are not used here.
// These are the calls that are left (argo-rollouts v1.9.1, rollouts-plugin-trafficrouter-gatewayapi v0.15.0).
func rights() []manifest.Object {
	const apiVersion = "rbac.authorization.k8s.io/v1"
	typeMeta := func(kind string) metav1.TypeMeta { return metav1.TypeMeta{APIVersion: apiVersion, Kind: kind} }
	roleRef := func(kind string) rbacv1.RoleRef {
		return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: kind, Name: name}
	}
	subjects := []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: name, Name: name}}
	cluster, own := metav1.ObjectMeta{Name: name}, metav1.ObjectMeta{Namespace: name, Name: name}
	return []manifest.Object{
		&rbacv1.ClusterRole{TypeMeta: typeMeta("ClusterRole"), ObjectMeta: cluster, Rules: everywhere},
		&rbacv1.ClusterRoleBinding{
			TypeMeta: typeMeta("ClusterRoleBinding"), ObjectMeta: cluster, RoleRef: roleRef("ClusterRole"), Subjects: subjects,
		},
		&rbacv1.Role{TypeMeta: typeMeta("Role"), ObjectMeta: own, Rules: inside},
		&rbacv1.RoleBinding{TypeMeta: typeMeta("RoleBinding"), ObjectMeta: own, RoleRef: roleRef("Role"), Subjects: subjects},
	}
}

var (
	// everywhere, since the controller watches all namespaces or one; what it may change where, the policy
	// "rollouts-controller" confines.
	everywhere = []rbacv1.PolicyRule{
		allow("argoproj.io", []string{"rollouts", "rollouts/finalizers", "rollouts/status"},
			"get", "list", "patch", "update", "watch"),
		allow("argoproj.io", []string{"analysisruns"}, "create", "delete", "get", "list", "patch", "watch"),
		allow("apps", []string{"replicasets"}, "create", "delete", "get", "list", "patch", "update", "watch"),
		allow("apps", []string{"deployments"}, "get", "list", "update", "watch"), // to scale those that Rollouts refer to
		allow("", []string{"services"}, "get", "list", "patch", "watch"),         // the pods' hash in the selectors
		allow("", []string{"pods"}, "get", "list", "update"),                     // labels of canary and stable pods
		allow("", []string{"pods/eviction"}, "create"),                           // a restart
		allow("", []string{"events"}, "create", "patch", "update"),
		allow("gateway.networking.k8s.io", []string{"grpcroutes", "httproutes"}, "get", "list", "update"),
		// it does not start without having seen these
		allow("argoproj.io", []string{"analysistemplates", "clusteranalysistemplates", "experiments"}, "get", "list", "watch"),
		allow("batch", []string{"jobs"}, "list", "watch"),
		allow("networking.k8s.io", []string{"ingresses"}, "list", "watch"),
	}
	// inside its own namespace are its settings, and the lease by which one leads. It does not start without having looked for
	// a Secret of notifications, which nobody makes.
	inside = []rbacv1.PolicyRule{
		allow("coordination.k8s.io", []string{"leases"}, "create"),
		named(allow("coordination.k8s.io", []string{"leases"}, "get", "update"), "argo-rollouts-controller-lock"),
		named(allow("", []string{"configmaps"}, "get", "list", "watch"),
			"argo-rollouts-config", "argo-rollouts-notification-configmap"),
		named(allow("", []string{"secrets"}, "list", "watch"), "argo-rollouts-notification-secret"),
	}
)

func allow(group string, resources []string, verbs ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: resources, Verbs: verbs}
}

func named(rule rbacv1.PolicyRule, names ...string) rbacv1.PolicyRule {
	rule.ResourceNames = names
	return rule
}
