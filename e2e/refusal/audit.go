package refusal

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// annotation of audit events about what a policy with the action Audit found, a list in JSON
// (https://kubernetes.io/docs/reference/labels-annotations-taints/audit-annotations/).
const annotation = "validation.policy.admission.k8s.io/validation_failure"

// Unaudited are the bindings of the tree with the action Audit of which the audit log of the cluster says nothing, though
// each has refused something by now.
func Unaudited(log string, files tree.Files) ([]string, error) {
	audited, err := auditedBindings(log)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, f := range files.Of("ValidatingAdmissionPolicyBinding") {
		var binding admissionv1.ValidatingAdmissionPolicyBinding
		if err := f.Into(&binding); err != nil {
			return nil, err
		}
		if slices.Contains(binding.Spec.ValidationActions, admissionv1.Audit) && !audited[binding.Name] {
			missing = append(missing, binding.Name)
		}
	}
	return missing, nil
}

// auditedBindings reads an event a line.
func auditedBindings(log string) (map[string]bool, error) {
	file, err := os.Open(log)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	audited := map[string]bool{}
	for events := json.NewDecoder(file); events.More(); {
		var event struct{ Annotations map[string]string }
		if err := events.Decode(&event); err != nil {
			return nil, fmt.Errorf("%s: %w", log, err)
		}
		text := event.Annotations[annotation]
		if text == "" {
			continue
		}
		var failures []struct{ Binding string }
		if err := json.Unmarshal([]byte(text), &failures); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", log, annotation, err)
		}
		for _, f := range failures {
			audited[f.Binding] = true
		}
	}
	return audited, nil
}
