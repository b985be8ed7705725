package policy_test

import (
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/utils/ptr"
)

// scanner stands for the components of the platform.
var scanner = component.Component{
	Name:        "scanner",
	Namespace:   "scanner",
	Chart:       []byte("{apiVersion: v2, name: scanner, version: 0.0.0, dependencies: [{name: scanner, version: 1.0.0, repository: https://charts.example.com}]}"),
	Installs:    component.Namespaced("Deployment.apps"),
	PodSecurity: component.PodSecurity{Level: component.Baseline, Reason: "it looks at the node"},
	For: func(c *plan.Cluster) component.Parts {
		return component.Parts{Values: map[string]int{"replicas": 2}, Objects: append(clusterWide(), ofScanner(c)...), Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), 9000)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS), component.Connect(component.Internet(c), component.HTTPS),
			},
		}}}
	},
}

// controllers stand for those of AWS.
var controllers = component.Component{
	Name:        plan.ACK,
	Namespace:   plan.ACKNamespace,
	Chart:       []byte("{apiVersion: v2, name: ack, version: 0.0.0, dependencies: [{name: ack, version: 1.0.0, repository: https://charts.example.com}]}"),
	Installs:    component.Namespaced("Deployment.apps"),
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         func(*plan.Cluster) component.Parts { return component.Parts{Values: map[string]int{"replicas": 2}} },
}

// ofScanner are objects of its namespace: a secret, and the store that it comes from.
func ofScanner(c *plan.Cluster) []manifest.Object {
	secret := &externalsecrets.ExternalSecret{Spec: externalsecrets.ExternalSecretSpec{
		SecretStoreRef: externalsecrets.SecretStoreRef{Kind: "SecretStore", Name: plan.SecretStore},
		DataFrom:       []externalsecrets.DataFrom{{Extract: externalsecrets.Extract{Key: "scanner/world/token"}}},
	}}
	store := namespace.SecretStore(c, "scanner")
	secret.APIVersion, secret.Kind = "external-secrets.io/v1", "ExternalSecret"
	secret.Name, secret.Namespace = "scanner", "scanner"
	return append(append(store, secret, board(), lost(c)), reader()...)
}

// lost are two alerts.
func lost(c *plan.Cluster) manifest.Object {
	alert := component.Alert{
		Name: "ScannerDown", Severity: component.Page, For: "5m", Expr: component.Down("scanner", "scanner"),
		Summary: "the scanner is down", Description: "nothing is scanned",
	}
	failing := alert
	failing.Name, failing.Severity, failing.Expr = "ScannerFailing", component.Ticket, component.Failing("scanner", "scanner")
	return component.Alerts(c, "scanner", "scanner", alert, failing)
}

// reader lets the ServiceAccount of the scanner read that secret alone.
func reader() []manifest.Object {
	role := &rbacv1.Role{Rules: []rbacv1.PolicyRule{{
		APIGroups: []string{""}, Resources: []string{"secrets"}, ResourceNames: []string{"scanner"}, Verbs: []string{"get"},
	}}}
	binding := &rbacv1.RoleBinding{
		RoleRef:  rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "scanner"},
		Subjects: []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: "scanner", Name: "scanner"}},
	}
	role.APIVersion, role.Kind = "rbac.authorization.k8s.io/v1", "Role"
	binding.APIVersion, binding.Kind = role.APIVersion, "RoleBinding"
	role.Name, role.Namespace, binding.Name, binding.Namespace = "scanner", "scanner", "scanner", "scanner"
	return []manifest.Object{role, binding}
}

// clusterWide are objects without a namespace.
func clusterWide() []manifest.Object {
	policy := &admissionv1.ValidatingAdmissionPolicy{Spec: admissionv1.ValidatingAdmissionPolicySpec{
		FailurePolicy: ptr.To(admissionv1.Fail),
		MatchConstraints: &admissionv1.MatchResources{ResourceRules: []admissionv1.NamedRuleWithOperations{{
			RuleWithOperations: admissionv1.RuleWithOperations{
				Operations: []admissionv1.OperationType{admissionv1.Create},
				Rule:       admissionv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"pods"}},
			},
		}}},
		Validations: []admissionv1.Validation{{Expression: "false", Message: "no pods"}},
	}}
	binding := &admissionv1.ValidatingAdmissionPolicyBinding{Spec: admissionv1.ValidatingAdmissionPolicyBindingSpec{
		PolicyName: "no-pods", ValidationActions: []admissionv1.ValidationAction{admissionv1.Deny},
	}}
	policy.Name, binding.Name = "no-pods", "no-pods"
	policy.APIVersion, policy.Kind = "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"
	binding.APIVersion, binding.Kind = "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding"
	class := &storagev1.StorageClass{
		Provisioner:       "ebs.csi.aws.com",
		Parameters:        map[string]string{"encrypted": "true"},
		VolumeBindingMode: ptr.To(storagev1.VolumeBindingWaitForFirstConsumer),
	}
	class.APIVersion, class.Kind, class.Name = "storage.k8s.io/v1", "StorageClass", "fast"
	return []manifest.Object{policy, binding, class}
}
