package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Pods that people reach by `kubectl port-forward`; each is of a StatefulSet, so that it always has the name.
const (
	grafanaPod      = name + "-grafana-0"
	alertmanagerPod = "alertmanager-" + name + "-alertmanager-0"
)

// rights: Grafana looks for dashboards beside itself alone, where the chart would let it read every Secret of the cluster. All
// people may look at dashboards, and operators may silence alerts; who gets to Prometheus could stop it.
func rights(c *plan.Cluster) []manifest.Object {
	groups := c.Fleet.Groups
	grafana := rbacv1.Subject{Kind: rbacv1.ServiceAccountKind, Namespace: monitoring, Name: name + "-grafana"}
	lookForDashboards := rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"get", "list", "watch"}}
	var objects []manifest.Object
	for _, right := range []struct {
		name  string
		rules []rbacv1.PolicyRule
		to    []rbacv1.Subject
	}{
		{"grafana", []rbacv1.PolicyRule{lookForDashboards}, []rbacv1.Subject{grafana}},
		{"dashboards", forwardTo(grafanaPod), []rbacv1.Subject{group(groups.Developers), group(groups.Operators)}},
		{"silences", forwardTo(alertmanagerPod), []rbacv1.Subject{group(groups.Operators)}},
	} {
		meta := metav1.ObjectMeta{Namespace: monitoring, Name: right.name}
		objects = append(objects,
			&rbacv1.Role{TypeMeta: rbacType("Role"), ObjectMeta: meta, Rules: right.rules},
			&rbacv1.RoleBinding{TypeMeta: rbacType("RoleBinding"), ObjectMeta: meta, Subjects: right.to,
				RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: right.name}},
		)
	}
	return objects
}

// forwardTo allows what `kubectl port-forward pod/<name>` asks for.
func forwardTo(pod string) []rbacv1.PolicyRule {
	rule := func(resource string, verbs ...string) rbacv1.PolicyRule {
		return rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{resource}, ResourceNames: []string{pod}, Verbs: verbs}
	}
	return []rbacv1.PolicyRule{rule("pods", "get"), rule("pods/portforward", "create", "get")}
}

func group(name string) rbacv1.Subject {
	return rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: name}
}

func rbacType(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: kind}
}
