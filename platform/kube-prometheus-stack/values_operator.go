package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"strings"

	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/plan"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	corev1 "k8s.io/api/core/v1"
)

// operatorValues are those of what makes the pods of Prometheus and Alertmanager, and writes their settings.
type operatorValues struct {
	placing
	AdmissionWebhooks      admissionWebhooks           `json:"admissionWebhooks"`
	PrometheusIn           []string                    `json:"prometheusInstanceNamespaces"`
	AlertmanagerIn         []string                    `json:"alertmanagerInstanceNamespaces"`
	AlertmanagerConfigsIn  []string                    `json:"alertmanagerConfigNamespaces"`
	ThanosRulerIn          []string                    `json:"thanosRulerInstanceNamespaces"`
	KubeletEndpoints       bool                        `json:"kubeletEndpointsEnabled"` // Kubernetes 1.33 deprecates them
	KubeletEndpointSlice   bool                        `json:"kubeletEndpointSliceEnabled"`
	Resources              corev1.ResourceRequirements `json:"resources"`
	PrometheusConfigReload reloader                    `json:"prometheusConfigReloader"`
	LogFormat              string                      `json:"logFormat"`
}

type reloader struct {
	EnableProbe bool                        `json:"enableProbe"`
	Resources   corev1.ResourceRequirements `json:"resources"`
}

// admissionWebhooks judge rules before they are accepted. One operator answers: while it does not, a rule that it would have
// refused is one that it leaves out later, and a commit still gets through.
type admissionWebhooks struct {
	FailurePolicy string      `json:"failurePolicy"`
	CertManager   certManager `json:"certManager"`
}

type certManager struct {
	Enabled   bool          `json:"enabled"`
	IssuerRef api.IssuerRef `json:"issuerRef"`
}

func operatorFor(c *plan.Cluster) operatorValues {
	own := []string{monitoring}
	return operatorValues{
		placing: placed(c),
		AdmissionWebhooks: admissionWebhooks{
			FailurePolicy: "Ignore",
			CertManager:   certManager{true, certmanager.IssuerRef(certmanager.Authority)},
		},
		PrometheusIn:           own,
		AlertmanagerIn:         own,
		AlertmanagerConfigsIn:  own,
		ThanosRulerIn:          own,
		KubeletEndpointSlice:   true,
		Resources:              component.Bounded(operatorRequests),
		PrometheusConfigReload: reloader{EnableProbe: true, Resources: component.Bounded(reloaderRequests)},
		LogFormat:              "json",
	}
}

// kubeStateMetricsValues are those of the subchart kube-state-metrics 8.4.0. It runs once: two would count everything twice.
type kubeStateMetricsValues struct {
	placing
	CollectorsExclude []string                    `json:"collectorsExclude"`
	LabelsAllowlist   []string                    `json:"metricLabelsAllowlist"`
	Resources         corev1.ResourceRequirements `json:"resources"`
}

func kubeStateMetricsFor(c *plan.Cluster) kubeStateMetricsValues {
	return kubeStateMetricsValues{
		placing:           placed(c),
		CollectorsExclude: []string{"configmaps", "secrets"}, // to count them it would read them
		LabelsAllowlist:   []string{"nodes=[" + strings.Join(nodeLabels, ",") + "]", "pods=[team]"},
		Resources:         component.Bounded(stateMetricsRequests),
	}
}

// nodeLabels, and the team of pods, say what is paid for whom.
var nodeLabels = []string{
	corev1.LabelInstanceTypeStable, corev1.LabelTopologyZone, "eks.amazonaws.com/capacityType", plan.NodeGroupLabel,
}
