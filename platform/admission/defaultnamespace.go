package admission

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// defaultNamespace: what lands in the namespace "default" was meant for another, and has none of its bounds and policies.
// Kubernetes keeps its own objects there: the Service of the API server, which the API server makes with its endpoints, what
// controllers put into each namespace, and the events of objects without a namespace.
var defaultNamespace = rule{
	name:       "default-namespace",
	namespaces: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": metav1.NamespaceDefault}},
	on:         []resources{{"*", "*", []string{"*"}, created}},
	except: []resources{
		{"", "*", []string{"events"}, created},
		{"events.k8s.io", "*", []string{"events"}, created},
	},
	conditions: []admissionv1.MatchCondition{
		{Name: "not-the-api-server", Expression: "!(request.resource.resource in ['services', 'endpoints', 'endpointslices'] && request.?name.orValue('') == 'kubernetes')"},
		{Name: "not-in-every-namespace", Expression: "!(request.resource.resource == 'serviceaccounts' && request.?name.orValue('') == 'default'" +
			" || request.resource.resource == 'configmaps' && request.?name.orValue('') == 'kube-root-ca.crt')"},
	},
	checks: []admissionv1.Validation{check("false", "nothing belongs into the namespace default: name the one that is meant")},
}
