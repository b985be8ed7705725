package workload

import (
	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

const (
	// userID of the app's processes: numeric, so that the kubelet can prove it is not root, and above 10000, so that it
	// meets no user of the node.
	userID int64 = 10001

	// drainSeconds pass between a pod leaving the endpoints and SIGTERM: the load balancer and every proxy must have
	// heard of it before the app stops to listen.
	drainSeconds int64 = 10

	// marginSeconds are left over for the kubelet after the app has ended by itself.
	marginSeconds int64 = 5
)

// pod meets Pod Security Standards "restricted"
// (https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted).
func pod(w *plan.Workload) corev1.PodSpec {
	return corev1.PodSpec{
		ServiceAccountName:            w.Name,
		AutomountServiceAccountToken:  ptr.To(false),
		EnableServiceLinks:            ptr.To(false),
		TerminationGracePeriodSeconds: ptr.To(drainSeconds + w.Shutdown + marginSeconds),
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot:        ptr.To(true),
			RunAsUser:           ptr.To(userID),
			RunAsGroup:          ptr.To(userID),
			FSGroup:             ptr.To(userID),
			FSGroupChangePolicy: ptr.To(corev1.FSGroupChangeOnRootMismatch),
			SeccompProfile:      &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		TopologySpreadConstraints: []corev1.TopologySpreadConstraint{
			spread(w, "topology.kubernetes.io/zone"),
			spread(w, "kubernetes.io/hostname"),
		},
		Containers: []corev1.Container{container(w)},
		Volumes:    volumes(w),
	}
}

// spread asks for replicas spread over a topology, counted by revision. A zone or node that is lost must not keep its
// pods from starting elsewhere, so the scheduler prefers and does not insist.
func spread(w *plan.Workload, topology string) corev1.TopologySpreadConstraint {
	return corev1.TopologySpreadConstraint{
		MaxSkew:           1,
		TopologyKey:       topology,
		WhenUnsatisfiable: corev1.ScheduleAnyway,
		LabelSelector:     &metav1.LabelSelector{MatchLabels: selector(w)},
		MatchLabelKeys:    []string{appsv1.DefaultDeploymentUniqueLabelKey, rollouts.PodHashLabel}, // pods have one of the two
	}
}
