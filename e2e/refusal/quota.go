package refusal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// quotas are the cases of each ResourceQuota and each LimitRange.
func quotas(files tree.Files) ([]Case, error) {
	var cases []Case
	for _, f := range files.Of("ResourceQuota") {
		quota := &corev1.ResourceQuota{}
		if err := f.Into(quota); err != nil {
			return nil, err
		}
		cases = append(cases, overQuota(quota)...)
	}
	for _, f := range files.Of("LimitRange") {
		limits := &corev1.LimitRange{}
		if err := f.Into(limits); err != nil {
			return nil, err
		}
		for _, item := range limits.Spec.Limits {
			cases = append(cases, overDefaults(limits, item)...)
		}
	}
	return cases, nil
}

// overQuota asks for one thing more than there may be in all, by each resource of a pod or Service that has a quota.
func overQuota(quota *corev1.ResourceQuota) []Case {
	var cases []Case
	for _, name := range slices.Sorted(maps.Keys(quota.Spec.Hard)) {
		hard := quota.Spec.Hard[name]
		over := hard.DeepCopy()
		over.Add(resource.MustParse("1"))
		refused, admitted := restricted(quota.Namespace), restricted(quota.Namespace)
		c := Case{
			Group: "quota " + quota.Namespace, Name: string(name),
			Says: []string{"exceeded quota: " + quota.Name, string(name) + "=" + hard.String()},
		}
		resources := &refused.Spec.Containers[0].Resources
		switch kind, of, _ := strings.Cut(string(name), "."); kind {
		case "requests":
			resources.Requests = corev1.ResourceList{corev1.ResourceName(of): over}
			if of != "cpu" { // which our pods have no limit of
				resources.Limits = resources.Requests
			}
		case "limits":
			resources.Limits = corev1.ResourceList{corev1.ResourceName(of): over}
			resources.Requests = corev1.ResourceList{corev1.ResourceName(of): resource.MustParse("1")}
		case "services":
			c.Refused, c.Admitted = Request{Object: object(service(quota.Namespace, serviceType(of)))}, Request{Object: object(service(quota.Namespace, corev1.ServiceTypeClusterIP))}
			cases = append(cases, c)
			continue
		default: // counts of objects: a dry run adds none
			continue
		}
		c.Refused, c.Admitted = Request{Object: object(refused)}, Request{Object: object(admitted)}
		cases = append(cases, c)
	}
	return cases
}

// serviceType is what a quota of Services counts (https://kubernetes.io/docs/concepts/policy/resource-quotas/).
func serviceType(counted string) corev1.ServiceType {
	if counted == "loadbalancers" {
		return corev1.ServiceTypeLoadBalancer
	}
	return corev1.ServiceTypeNodePort
}

func service(namespace string, kind corev1.ServiceType) *corev1.Service {
	return &corev1.Service{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
		ObjectMeta: metav1.ObjectMeta{Name: "refusal", Namespace: namespace},
		Spec:       corev1.ServiceSpec{Type: kind, Ports: []corev1.ServicePort{{Port: 80, TargetPort: intstr.FromInt32(8000)}}},
	}
}

// overDefaults asks for more than the limit that a container has when it says none.
func overDefaults(limits *corev1.LimitRange, item corev1.LimitRangeItem) []Case {
	var cases []Case
	for _, name := range slices.Sorted(maps.Keys(item.Default)) {
		limit := item.Default[name]
		over := limit.DeepCopy()
		over.Add(resource.MustParse("1"))
		refused, admitted := restricted(limits.Namespace), restricted(limits.Namespace)
		refused.Spec.Containers[0].Resources.Requests = corev1.ResourceList{name: over}
		admitted.Spec.Containers[0].Resources.Requests = corev1.ResourceList{name: limit}
		cases = append(cases, Case{
			Group:   "LimitRange " + limits.Namespace,
			Name:    string(name),
			Says:    []string{fmt.Sprintf("must be less than or equal to %s limit of %s", name, limit.String())},
			Refused: Request{Object: object(refused)}, Admitted: Request{Object: object(admitted)},
		})
	}
	return cases
}

// Defaults checks that a container that says nothing gets what the LimitRange of its namespace says.
func Defaults(t *testing.T, admin *controlplane.Clients, files tree.Files) {
	for _, f := range files.Of("LimitRange") {
		want := &corev1.LimitRange{}
		if err := f.Into(want); err != nil {
			t.Fatal(err)
		}
		got, err := defaulted(t.Context(), admin, want.Namespace)
		if err != nil {
			t.Errorf("%s: %v", want.Namespace, err)
			continue
		}
		item := want.Spec.Limits[0]
		for what, diff := range map[string]string{"limits": cmp.Diff(item.Default, got.Limits), "requests": cmp.Diff(item.DefaultRequest, got.Requests)} {
			if diff != "" {
				t.Errorf("%s: %s of a container without any (-LimitRange +pod):\n%s", want.Namespace, what, diff)
			}
		}
	}
}

func defaulted(ctx context.Context, admin *controlplane.Clients, namespace string) (corev1.ResourceRequirements, error) {
	kept, err := Request{Object: object(restricted(namespace))}.ask(ctx, admin)
	if err != nil {
		return corev1.ResourceRequirements{}, err
	}
	pod := &corev1.Pod{}
	err = runtime.DefaultUnstructuredConverter.FromUnstructured(kept.Object, pod)
	return pod.Spec.Containers[0].Resources, err
}
