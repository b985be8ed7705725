package admission

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// rolloutsController: Argo Rollouts watches one namespace or all, so its rights are the cluster's, and no RoleBinding may give
// it those of an environment. It makes pods in environments alone: elsewhere they could run as a component, and have all that
// it may do.
var rolloutsController = rule{
	name: "rollouts-controller",
	namespaces: &metav1.LabelSelector{
		MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "environment", Operator: metav1.LabelSelectorOpDoesNotExist}},
	},
	on: []resources{
		{"", "v1", []string{"pods", "services"}, changed},
		{"", "v1", []string{"pods/eviction"}, created},
		{"apps", "v1", []string{"deployments", "replicasets"}, changed},
		{"gateway.networking.k8s.io", "v1", []string{"grpcroutes", "httproutes"}, changed},
	},
	conditions: []admissionv1.MatchCondition{{
		Name:       "argo-rollouts",
		Expression: "request.userInfo.?username.orValue('') == 'system:serviceaccount:argo-rollouts:argo-rollouts'",
	}},
	checks: []admissionv1.Validation{check("false", "Argo Rollouts brings out apps, in environments alone")},
}

// changed is whatever becomes of an object.
var changed = append(slices.Clone(written), admissionv1.Delete)
