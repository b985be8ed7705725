package linkerd

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// guard keeps the issuer of the mesh to the namespace of the control plane. A ClusterIssuer, which the way of the anchor's key
// asks for, signs for every namespace: with an annotation of an Ingress anybody could have a certificate in the name of
// any identity.
func guard() []manifest.Object {
	typeMeta := func(kind string) metav1.TypeMeta {
		return metav1.TypeMeta{APIVersion: admissionv1.SchemeGroupVersion.String(), Kind: kind}
	}
	return []manifest.Object{
		&admissionv1.ValidatingAdmissionPolicy{
			TypeMeta:   typeMeta("ValidatingAdmissionPolicy"),
			ObjectMeta: metav1.ObjectMeta{Name: issuerName},
			Spec: admissionv1.ValidatingAdmissionPolicySpec{
				FailurePolicy:    ptr.To(admissionv1.Fail),
				MatchConstraints: requestsElsewhere(),
				Validations: []admissionv1.Validation{{
					Expression: "!(object.spec.issuerRef.name == '" + issuerName + "' && object.spec.issuerRef.?kind.orValue('') == 'ClusterIssuer')",
					Message:    "the issuer of the mesh's identities signs for its control plane alone: name another issuer",
					Reason:     ptr.To(metav1.StatusReasonForbidden),
				}},
			},
		},
		&admissionv1.ValidatingAdmissionPolicyBinding{
			TypeMeta:   typeMeta("ValidatingAdmissionPolicyBinding"),
			ObjectMeta: metav1.ObjectMeta{Name: issuerName},
			Spec: admissionv1.ValidatingAdmissionPolicyBindingSpec{
				PolicyName:        issuerName,
				ValidationActions: []admissionv1.ValidationAction{admissionv1.Deny, admissionv1.Audit},
			},
		},
	}
}

// requestsElsewhere are CertificateRequests outside of the control plane's namespace. cert-manager makes one there for each
// Certificate, and signs nothing without.
func requestsElsewhere() *admissionv1.MatchResources {
	return &admissionv1.MatchResources{
		NamespaceSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
			{Key: corev1.LabelMetadataName, Operator: metav1.LabelSelectorOpNotIn, Values: []string{plan.Mesh.Namespace}},
		}},
		ResourceRules: []admissionv1.NamedRuleWithOperations{{RuleWithOperations: admissionv1.RuleWithOperations{
			Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update},
			Rule: admissionv1.Rule{
				APIGroups: []string{"cert-manager.io"}, APIVersions: []string{"v1"}, Resources: []string{"certificaterequests"},
				Scope: ptr.To(admissionv1.NamespacedScope),
			},
		}}},
	}
}
