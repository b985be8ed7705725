package trustmanager

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart trust-manager v0.24.0 that differ from its own.
type values struct {
	Global                    global                            `json:"global"`
	ReplicaCount              int32                             `json:"replicaCount"`
	DefaultPackage            enabled                           `json:"defaultPackage"` // of public authorities; no Bundle has them
	FilterExpiredCertificates enabled                           `json:"filterExpiredCertificates"`
	App                       app                               `json:"app"`
	PodDisruptionBudget       disruptionBudget                  `json:"podDisruptionBudget"`
	PriorityClassName         string                            `json:"priorityClassName"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

type global struct {
	RBAC rbac `json:"rbac"`
}

// rbac leaves the roles of people as they are: what they may do stands with each namespace.
type rbac struct {
	AggregateClusterRoles bool `json:"aggregateClusterRoles"`
}

type app struct {
	LogFormat string `json:"logFormat"`
	Trust     trust  `json:"trust"`
	// TargetNamespaces are the only ones in which it has rights to ConfigMaps.
	TargetNamespaces []string `json:"targetNamespaces"`
	Metrics          metrics  `json:"metrics"`
}

type trust struct {
	Namespace string `json:"namespace"`
}

type metrics struct {
	Service metricsService `json:"service"`
}

type metricsService struct {
	ServiceMonitor serviceMonitor `json:"servicemonitor"`
}

type serviceMonitor struct {
	Enabled  bool   `json:"enabled"`
	Interval string `json:"interval"`
}

type disruptionBudget struct {
	Enabled        bool  `json:"enabled"`
	MaxUnavailable int32 `json:"maxUnavailable"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// replicas: one leads, the other takes over.
const replicas = 2

var requests = component.Requests("10m", "96Mi")

func valuesFor(c *plan.Cluster) values {
	return values{
		ReplicaCount:              replicas,
		FilterExpiredCertificates: enabled{true},
		App: app{
			LogFormat:        "json",
			Trust:            trust{namespace},
			TargetNamespaces: []string{plan.Mesh.Namespace},
			Metrics:          metrics{metricsService{serviceMonitor{Enabled: true, Interval: "30s"}}},
		},
		PodDisruptionBudget:       disruptionBudget{Enabled: true, MaxUnavailable: 1},
		PriorityClassName:         component.Critical,
		Resources:                 component.Bounded(requests),
		Tolerations:               component.Tolerations(c),
		Affinity:                  component.Affinity(c),
		TopologySpreadConstraints: component.Spread(labels),
	}
}
