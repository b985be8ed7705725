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

// deployment has the app's pods, or with a canary the template alone, of which the Rollout makes them.
func deployment(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&appsv1.Deployment{
		TypeMeta:   typeMeta("apps/v1", "Deployment"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: appsv1.DeploymentSpec{
			Replicas:                ptr.To(replicas(w)),
			Selector:                &metav1.LabelSelector{MatchLabels: selector(w)},
			RevisionHistoryLimit:    ptr.To[int32](3), // git holds the rest
			ProgressDeadlineSeconds: ptr.To(progressDeadline(w)),
			Strategy: appsv1.DeploymentStrategy{
				Type: appsv1.RollingUpdateDeploymentStrategyType,
				RollingUpdate: &appsv1.RollingUpdateDeployment{
					MaxUnavailable: ptr.To(intstr.FromInt32(0)),
					MaxSurge:       ptr.To(intstr.FromString("25%")),
				},
			},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels(w), Annotations: plan.Sidecar.Annotations()},
				Spec:       pod(w),
			},
		},
	}}
}

// replicas count when the Deployment is made, and when it has none; else Argo CD leaves alone what is there (appSet in package
// argocd), which is the autoscaler's. A Deployment without the number would never come back from 0, where a canary takes it: at 0
// an autoscaler is switched off.
func replicas(w *plan.Workload) int32 {
	if w.Canary != nil {
		return 0
	}
	return w.Replicas.Min
}

// progressDeadline is the time in seconds after which a version that does not start has failed.
func progressDeadline(w *plan.Workload) int32 { return int32(w.Probes.Startup) + 300 }
