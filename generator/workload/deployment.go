package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// deployment leaves replicas out: the autoscaler owns them, and a value here would undo its work at each sync.
func deployment(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&appsv1.Deployment{
		TypeMeta:   typeMeta("apps/v1", "Deployment"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: appsv1.DeploymentSpec{
			Selector:                &metav1.LabelSelector{MatchLabels: selector(w)},
			RevisionHistoryLimit:    ptr.To[int32](3), // git holds the rest
			ProgressDeadlineSeconds: ptr.To(int32(w.Probes.Startup) + 300),
			Strategy: appsv1.DeploymentStrategy{
				Type: appsv1.RollingUpdateDeploymentStrategyType,
				RollingUpdate: &appsv1.RollingUpdateDeployment{
					MaxUnavailable: ptr.To(intstr.FromInt32(0)),
					MaxSurge:       ptr.To(intstr.FromString("25%")),
				},
			},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels(w), Annotations: sidecar()},
				Spec:       pod(w),
			},
		},
	}}
}

// sidecar sizes Linkerd's proxy, which the injector adds to each pod, so that quotas can be reckoned from the tree
// (https://linkerd.io/2/reference/proxy-configuration).
func sidecar() map[string]string {
	return map[string]string{
		"config.linkerd.io/proxy-cpu-request":               plan.Sidecar.CPU,
		"config.linkerd.io/proxy-memory-request":            plan.Sidecar.Memory,
		"config.linkerd.io/proxy-memory-limit":              plan.Sidecar.Memory,
		"config.linkerd.io/proxy-ephemeral-storage-request": plan.Sidecar.Storage,
		"config.linkerd.io/proxy-ephemeral-storage-limit":   plan.Sidecar.Storage,
	}
}
