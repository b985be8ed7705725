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

func service(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&corev1.Service{
		TypeMeta:   typeMeta("v1", "Service"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeClusterIP,
			Selector: selector(w),
			Ports: []corev1.ServicePort{{
				Name:        httpPort,
				Port:        servicePort,
				TargetPort:  intstr.FromString(httpPort),
				Protocol:    corev1.ProtocolTCP,
				AppProtocol: ptr.To("http"), // the mesh balances and retries requests of this protocol
			}},
		},
	}}
}
