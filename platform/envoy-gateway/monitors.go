package envoygateway

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// monitors are for the controller and for the proxies, whose Service has no port for metrics.
func monitors(f *plan.Fleet) []manifest.Object {
	typeMeta := func(kind string) metav1.TypeMeta {
		return metav1.TypeMeta{APIVersion: monitoringv1.SchemeGroupVersion.String(), Kind: kind}
	}
	return []manifest.Object{
		&monitoringv1.ServiceMonitor{
			TypeMeta:   typeMeta("ServiceMonitor"),
			ObjectMeta: objectMeta(name),
			Spec: monitoringv1.ServiceMonitorSpec{
				Selector:  metav1.LabelSelector{MatchLabels: controllerLabels},
				Endpoints: []monitoringv1.Endpoint{{Port: "metrics"}},
			},
		},
		&monitoringv1.PodMonitor{
			TypeMeta:   typeMeta("PodMonitor"),
			ObjectMeta: objectMeta(proxy),
			Spec: monitoringv1.PodMonitorSpec{
				Selector:            metav1.LabelSelector{MatchLabels: f.IngressController().Labels},
				PodMetricsEndpoints: []monitoringv1.PodMetricsEndpoint{{Port: ptr.To("metrics"), Path: "/stats/prometheus"}},
			},
		},
	}
}
