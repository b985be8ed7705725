package manifest

import (
	"sync"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// Scheme returns the kinds of Kubernetes and of the Prometheus operator that this repository renders. It is shared: add
// kinds to one of NewScheme.
var Scheme = sync.OnceValue(func() *runtime.Scheme {
	scheme, err := NewScheme()
	utilruntime.Must(err) // the same kinds on every run
	return scheme
})

// NewScheme returns a scheme with the kinds of Scheme and those the given functions add. An error comes from one of them,
// where it registers a kind twice.
func NewScheme(add ...func(*runtime.Scheme) error) (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	builder := runtime.SchemeBuilder{
		admissionregistrationv1.AddToScheme,
		appsv1.AddToScheme,
		autoscalingv2.AddToScheme,
		batchv1.AddToScheme,
		corev1.AddToScheme,
		networkingv1.AddToScheme,
		policyv1.AddToScheme,
		rbacv1.AddToScheme,
		storagev1.AddToScheme,
		monitoringv1.AddToScheme,
	}
	builder.Register(add...)
	return scheme, builder.AddToScheme(scheme)
}
