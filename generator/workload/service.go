package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// servicePort is the port under which apps reach each other.
const servicePort = 80

func service(w *plan.Workload) []manifest.Object { return []manifest.Object{appService(w)} }

// appService is the Service under which the app is called.
func appService(w *plan.Workload) *corev1.Service {
	meta := objectMeta(w, w.Name)
	meta.Annotations = circuitBreaker()
	return &corev1.Service{
		TypeMeta:   typeMeta("v1", "Service"),
		ObjectMeta: meta,
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: selector(w),
			Ports: []corev1.ServicePort{{
				Name:       httpPort,
				Port:       servicePort,
				TargetPort: intstr.FromString(httpPort),
				Protocol:   corev1.ProtocolTCP,
				// Of this protocol the mesh balances single requests, each to the faster of two pods by a moving average of their
				// latency (EWMA), and tries them again; it needs no more than to know
				// (https://linkerd.io/2-edge/features/load-balancing/).
				AppProtocol: ptr.To("http"),
			}},
		},
	}
}

// circuitBreaker keeps a pod that failed seven requests in a row out of the balancing, for a second and then longer up to a
// minute, until one request succeeds (https://linkerd.io/2-edge/reference/circuit-breaking/). The numbers are the mesh's own
// defaults, stated because a change of them is one of ours: an app with an availability of 99 % comes to seven in a row by
// chance once in 10^14 requests.
func circuitBreaker() map[string]string {
	const accrual = "balancer.linkerd.io/failure-accrual"
	return map[string]string{
		accrual:                               "consecutive",
		accrual + "-consecutive-max-failures": "7",
		accrual + "-consecutive-min-penalty":  "1s",
		accrual + "-consecutive-max-penalty":  "1m",
	}
}
