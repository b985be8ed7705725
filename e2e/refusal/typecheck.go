package refusal

import (
	"context"
	"fmt"
	"strings"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

func policyOf(f tree.File) (*admissionv1.ValidatingAdmissionPolicy, error) {
	policy := &admissionv1.ValidatingAdmissionPolicy{}
	return policy, f.Into(policy)
}

// TypeWarnings are what the controller manager says of the types in the expressions of the tree's policies, which are in the
// cluster. It waits until the present ones are checked, half a minute at most
// (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking).
func TypeWarnings(ctx context.Context, admin *controlplane.Clients, files tree.Files) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var warnings []string
	for _, f := range files.Of("ValidatingAdmissionPolicy") {
		policy, err := typeChecked(ctx, admin, f.Object.GetName())
		if err != nil {
			return nil, fmt.Errorf("%s: type check: %w", f.Path, err)
		}
		for _, w := range policy.Status.TypeChecking.ExpressionWarnings {
			warnings = append(warnings, strings.TrimSpace(policy.Name+": "+w.FieldRef+": "+w.Warning))
		}
	}
	return warnings, nil
}

// typeChecked is the policy once its status is of its generation.
func typeChecked(ctx context.Context, admin *controlplane.Clients, name string) (*admissionv1.ValidatingAdmissionPolicy, error) {
	client := admin.Kubernetes.AdmissionregistrationV1().ValidatingAdmissionPolicies()
	list := cache.NewFilteredListWatchFromClient(admin.Kubernetes.AdmissionregistrationV1().RESTClient(), "validatingadmissionpolicies", "",
		func(o *metav1.ListOptions) {
			o.FieldSelector = fields.OneTermEqualSelector("metadata.name", name).String()
		})
	_, err := watchtools.UntilWithSync(ctx, list, &admissionv1.ValidatingAdmissionPolicy{}, nil, func(e watch.Event) (bool, error) {
		policy, ok := e.Object.(*admissionv1.ValidatingAdmissionPolicy)
		return ok && policy.Status.ObservedGeneration == policy.Generation && policy.Status.TypeChecking != nil, nil
	})
	if err != nil {
		return nil, err
	}
	return client.Get(ctx, name, metav1.GetOptions{})
}
