package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
)

type alertmanagerValues struct {
	Config              alerting         `json:"config"`
	PodDisruptionBudget enabled          `json:"podDisruptionBudget"` // of one, as the chart has it
	ServiceAccount      account          `json:"serviceAccount"`
	Spec                alertmanagerSpec `json:"alertmanagerSpec"`
}

type alertmanagerSpec struct {
	placing
	account                                                     // it asks nothing of the API server
	Replicas                  int32                             `json:"replicas"`
	Storage                   volume                            `json:"storage"`
	Secrets                   []string                          `json:"secrets,omitempty"`
	ClusterTLS                monitoringv1.ClusterTLSConfig     `json:"clusterTLS"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	LogFormat                 string                            `json:"logFormat"`
}

// alertmanagerDisk holds what is silenced and what was sent, for five days.
const alertmanagerDisk = "1Gi"

func alertmanagerFor(c *plan.Cluster) alertmanagerValues {
	v := alertmanagerValues{
		Config:              alertingFor(c.Fleet.Alerts),
		PodDisruptionBudget: enabled{true},
		Spec: alertmanagerSpec{
			placing:                   placed(c),
			Replicas:                  replicas,
			Storage:                   claim(alertmanagerDisk),
			ClusterTLS:                gossipTLS,
			Resources:                 component.Bounded(alertmanagerRequests),
			TopologySpreadConstraints: spread(alertmanagerPods.Labels),
			LogFormat:                 "json",
		},
	}
	if c.Fleet.Alerts != nil {
		v.Spec.Secrets = []string{receiversSecret}
	}
	return v
}
