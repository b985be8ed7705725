package policy_test

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/policy"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestInjectedLeavesTheTemplateAlone, since rules share it.
func TestInjectedLeavesTheTemplateAlone(t *testing.T) {
	template := &corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Annotations: map[string]string{"config.linkerd.io/proxy-cpu-request": "20m"}},
		Spec: corev1.PodSpec{
			InitContainers: make([]corev1.Container, 1, 9), Containers: []corev1.Container{{Name: "app"}}, Volumes: make([]corev1.Volume, 0, 9),
		},
	}
	before := template.DeepCopy()
	injected := policy.Injected(template)
	if !equality.Semantic.DeepEqual(before, template) || cap(template.Spec.Volumes) > 0 && template.Spec.Volumes[:1][0].Name != "" {
		t.Errorf("the template changed: %v", template)
	}
	names := []string{}
	for _, c := range injected.Spec.InitContainers {
		names = append(names, c.Name+" "+c.Resources.Requests.Cpu().String())
	}
	if len(names) != 3 || names[0] != "linkerd-network-validator 20m" || names[1] != "linkerd-proxy 20m" {
		t.Errorf("init containers %q", names)
	}
	if len(injected.Spec.Volumes) != 2 {
		t.Errorf("%d volumes, expected the identity's two", len(injected.Spec.Volumes))
	}
}
