package policy

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	storagev1 "k8s.io/api/storage/v1"
)

// admissions: each admission policy refuses what it cannot judge and says why it refuses, and a binding has it refuse
// everywhere. What the expressions let pass, tools/admission asks the API server's own plugin.
func admissions(c *cluster, r *report) {
	denied := map[string]bool{}
	for _, o := range c.objects {
		if b, ok := o.Object.(*admissionv1.ValidatingAdmissionPolicyBinding); ok {
			denied[b.Spec.PolicyName] = denied[b.Spec.PolicyName] || o.admissionBinding(&b.Spec, r)
		}
	}
	for _, o := range c.objects {
		p, ok := o.Object.(*admissionv1.ValidatingAdmissionPolicy)
		if !ok {
			continue
		}
		if !denied[o.id.Name] {
			r.add(o, "metadata.name", "no ValidatingAdmissionPolicyBinding has it refuse anything")
		}
		o.admissionPolicy(&p.Spec, r)
	}
}

func (o *object) admissionPolicy(spec *admissionv1.ValidatingAdmissionPolicySpec, r *report) {
	if policy := deref(spec.FailurePolicy); policy != admissionv1.Fail {
		r.add(o, "spec.failurePolicy", "%q: expected Fail, or what it cannot judge comes in", policy)
	}
	if spec.MatchConstraints == nil || len(spec.MatchConstraints.ResourceRules) == 0 {
		r.add(o, "spec.matchConstraints.resourceRules", "missing: it would judge nothing")
	}
	if len(spec.Validations) == 0 {
		r.add(o, "spec.validations", "missing: it would refuse nothing")
	}
	for i, v := range spec.Validations {
		if v.Message == "" {
			r.add(o, at("spec.validations", i, ".message"), "missing: who is refused would be told an expression")
		}
	}
}

// admissionBinding says whether a binding has its policy refuse everything that it matches.
func (o *object) admissionBinding(spec *admissionv1.ValidatingAdmissionPolicyBindingSpec, r *report) bool {
	policy := o.id
	policy.Kind, policy.Name = "ValidatingAdmissionPolicy", spec.PolicyName
	if o.cluster.get(policy) == nil {
		r.add(o, "spec.policyName", "no %s", policy)
	}
	denies := slices.Contains(spec.ValidationActions, admissionv1.Deny)
	if !denies {
		r.add(o, "spec.validationActions", "expected Deny: the others only talk about it")
	}
	if spec.MatchResources != nil {
		r.add(o, "spec.matchResources", "expected none: what a policy is for stands in the policy")
	}
	return denies && spec.MatchResources == nil
}

// storageClasses: volumes are encrypted, and made where the pod is that mounts them.
func storageClasses(o *object, r *report) {
	class, ok := o.Object.(*storagev1.StorageClass)
	if !ok {
		return
	}
	if got := class.Parameters["encrypted"]; got != "true" {
		r.add(o, "parameters.encrypted", "%q: expected true", got)
	}
	if mode := deref(class.VolumeBindingMode); mode != storagev1.VolumeBindingWaitForFirstConsumer {
		r.add(o, "volumeBindingMode", "%q: expected WaitForFirstConsumer, or a volume may be in a zone without room for its pod", mode)
	}
}
