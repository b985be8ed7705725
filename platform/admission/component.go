// Package admission has the API server refuse what this repository forbids, whoever asks for it: its own rules judge only what
// is rendered, and only before it is merged. Each file holds the policies on one subject, in CEL
// (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).
package admission

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

const name = "admission"

// Component is on every cluster.
var Component = component.Component{
	Name:   name,
	AlsoIn: []string{alertNamespace},
	Needs:  []string{"prometheus-operator-crds"}, // of which its alerts are
	For:    parts,
}

func parts(c *plan.Cluster) component.Parts {
	var objects []manifest.Object
	for _, r := range rules(c) {
		objects = append(objects, r.policy(), r.binding())
	}
	return component.Parts{Objects: append(objects, alerts(c))}
}

// rules are all policies of a cluster.
func rules(c *plan.Cluster) []rule {
	return []rule{
		pinnedImages, defaultNamespace, defaultDeny, deploymentChanges(c), services, environmentRights, clusterRights(c),
		tokensInPods, tokenSecrets, tokenRequests, secretsReader, externalSecrets(c), rolloutsController,
	}
}

// rule is a policy that is in force wherever it matches.
type rule struct {
	name string
	// namespaces by their labels; none means all, and objects without a namespace.
	namespaces *metav1.LabelSelector
	on         []resources
	except     []resources
	conditions []admissionv1.MatchCondition
	variables  []admissionv1.Variable
	checks     []admissionv1.Validation
}

// resources of an API group.
type resources struct {
	group, version string
	names          []string
	operations     []admissionv1.OperationType
}

// environments are the namespaces of apps.
var environments = &metav1.LabelSelector{
	MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "environment", Operator: metav1.LabelSelectorOpExists}},
}

// Operations that bring something in.
var (
	created = []admissionv1.OperationType{admissionv1.Create}
	written = []admissionv1.OperationType{admissionv1.Create, admissionv1.Update}
)

// staying leaves out what is being deleted: its last update only takes a finalizer away.
var staying = admissionv1.MatchCondition{Name: "staying", Expression: "!has(object.metadata.deletionTimestamp)"}

// check refuses an object for which an expression is false, and says why.
func check(expression, message string) admissionv1.Validation {
	return admissionv1.Validation{Expression: expression, Message: message, Reason: ptr.To(metav1.StatusReasonForbidden)}
}

// checkSaying makes the message by an expression; the other one stands in where that fails.
func checkSaying(expression, messageExpression, message string) admissionv1.Validation {
	c := check(expression, message)
	c.MessageExpression = messageExpression
	return c
}

// policy refuses too what it cannot judge.
func (r rule) policy() *admissionv1.ValidatingAdmissionPolicy {
	return &admissionv1.ValidatingAdmissionPolicy{
		TypeMeta:   metav1.TypeMeta{APIVersion: "admissionregistration.k8s.io/v1", Kind: "ValidatingAdmissionPolicy"},
		ObjectMeta: metav1.ObjectMeta{Name: r.name},
		Spec: admissionv1.ValidatingAdmissionPolicySpec{
			FailurePolicy: ptr.To(admissionv1.Fail),
			MatchConstraints: &admissionv1.MatchResources{
				NamespaceSelector:    r.namespaces,
				ResourceRules:        r.ruled(r.on),
				ExcludeResourceRules: r.ruled(r.except),
			},
			MatchConditions: r.conditions,
			Variables:       r.variables,
			Validations:     r.checks,
		},
	}
}

// ruled leaves out the Namespaces themselves where objects in them are meant, which match by their own labels else.
func (r rule) ruled(all []resources) []admissionv1.NamedRuleWithOperations {
	scope := admissionv1.AllScopes
	if r.namespaces != nil {
		scope = admissionv1.NamespacedScope
	}
	var rules []admissionv1.NamedRuleWithOperations
	for _, of := range all {
		rules = append(rules, admissionv1.NamedRuleWithOperations{RuleWithOperations: admissionv1.RuleWithOperations{
			Operations: of.operations,
			Rule: admissionv1.Rule{
				APIGroups: []string{of.group}, APIVersions: []string{of.version}, Resources: of.names, Scope: &scope,
			},
		}})
	}
	return rules
}

// binding puts the policy into force, and each refusal into the audit log.
func (r rule) binding() *admissionv1.ValidatingAdmissionPolicyBinding {
	return &admissionv1.ValidatingAdmissionPolicyBinding{
		TypeMeta:   metav1.TypeMeta{APIVersion: "admissionregistration.k8s.io/v1", Kind: "ValidatingAdmissionPolicyBinding"},
		ObjectMeta: metav1.ObjectMeta{Name: r.name},
		Spec: admissionv1.ValidatingAdmissionPolicyBindingSpec{
			PolicyName:        r.name,
			ValidationActions: []admissionv1.ValidationAction{admissionv1.Deny, admissionv1.Audit},
		},
	}
}
