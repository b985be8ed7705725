package workload

import (
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// startupPeriod is the time in seconds between two asks of a pod that starts.
const startupPeriod = 5

// probe asks a URL path every period seconds; the kubelet acts after so many failures in a row.
func probe(path string, period, failures int32) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler: corev1.ProbeHandler{
			HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString(httpPort), Scheme: corev1.URISchemeHTTP},
		},
		PeriodSeconds:    period,
		TimeoutSeconds:   2,
		SuccessThreshold: 1,
		FailureThreshold: failures,
	}
}

// startupProbe holds the others back until the app is live, so that they can be strict afterwards.
func startupProbe(w *plan.Workload) *corev1.Probe {
	failures := (w.Probes.Startup + startupPeriod - 1) / startupPeriod
	return probe(w.Probes.Live, startupPeriod, int32(failures))
}
