package workload

import (
	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// sampleLimit bounds the series of one pod: an app that labels its metrics by user must not take Prometheus down.
const sampleLimit = 5000

// serviceMonitor scrapes the app; the label job of its series is the app's name.
func serviceMonitor(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&monitoringv1.ServiceMonitor{
		TypeMeta:   typeMeta("monitoring.coreos.com/v1", "ServiceMonitor"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: monitoringv1.ServiceMonitorSpec{
			JobLabel:        nameLabel,
			Selector:        scraped(w),
			PodTargetLabels: podTargetLabels(w),
			SampleLimit:     ptr.To[uint64](sampleLimit),
			Endpoints: []monitoringv1.Endpoint{{
				Port: httpPort, Path: w.Metrics, Interval: "30s", ScrapeTimeout: "10s",
			}},
		},
	}}
}

// scraped is the app's own Service. Those of a canary are for the same pods, which would be scraped once more for each of them.
func scraped(w *plan.Workload) metav1.LabelSelector {
	s := metav1.LabelSelector{MatchLabels: selector(w)}
	if w.Canary != nil {
		s.MatchExpressions = []metav1.LabelSelectorRequirement{{Key: trackLabel, Operator: metav1.LabelSelectorOpDoesNotExist}}
	}
	return s
}

// podTargetLabels tell the series of a new version from those of the old one.
func podTargetLabels(w *plan.Workload) []string {
	if w.Canary == nil {
		return nil
	}
	return []string{rollouts.PodHashLabel}
}
