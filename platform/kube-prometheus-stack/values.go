package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/platform/storage"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/utils/ptr"
)

// values are those of the chart kube-prometheus-stack 88.5.3 that differ from its own.
type values struct {
	CRDs               enabled                `json:"crds"` // of the component prometheus-operator-crds
	PrometheusOperator operatorValues         `json:"prometheusOperator"`
	Prometheus         prometheusValues       `json:"prometheus"`
	Alertmanager       alertmanagerValues     `json:"alertmanager"`
	Grafana            grafanaValues          `json:"grafana"`
	KubeStateMetrics   kubeStateMetricsValues `json:"kube-state-metrics"`
	NodeExporter       nodeExporter           `json:"nodeExporter"`
	// EKS runs these itself, out of reach; and kube-proxy tells its numbers to its own node alone. Their rules and dashboards go
	// with them.
	KubeControllerManager enabled `json:"kubeControllerManager"`
	KubeEtcd              enabled `json:"kubeEtcd"`
	KubeScheduler         enabled `json:"kubeScheduler"`
	KubeProxy             enabled `json:"kubeProxy"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// nodeExporter is a component of its own; its dashboards come with the others.
type nodeExporter struct {
	Enabled         bool             `json:"enabled"`
	ForceDashboards bool             `json:"forceDeployDashboards"`
	Systems         operatingSystems `json:"operatingSystems"`
}

type operatingSystems struct {
	AIX    enabled `json:"aix"`
	Darwin enabled `json:"darwin"`
}

// placing is where the pods of a part run.
type placing struct {
	PriorityClassName string              `json:"priorityClassName,omitempty"`
	Tolerations       []corev1.Toleration `json:"tolerations,omitempty"`
	Affinity          *corev1.Affinity    `json:"affinity,omitempty"`
}

// placed is for a part that others cannot be judged without.
func placed(c *plan.Cluster) placing {
	return placing{PriorityClassName: component.Critical, Tolerations: component.Tolerations(c), Affinity: component.Affinity(c)}
}

type account struct {
	Automount bool `json:"automountServiceAccountToken"`
}

// volume is the claim of each replica.
type volume struct {
	Template volumeClaim `json:"volumeClaimTemplate"`
}

type volumeClaim struct {
	Spec corev1.PersistentVolumeClaimSpec `json:"spec"`
}

type podMetadata struct {
	Annotations map[string]string `json:"annotations"`
}

func valuesFor(c *plan.Cluster) values {
	return values{
		PrometheusOperator: operatorFor(c),
		Prometheus:         prometheusFor(c),
		Alertmanager:       alertmanagerFor(c),
		Grafana:            grafanaFor(c),
		KubeStateMetrics:   kubeStateMetricsFor(c),
		NodeExporter:       nodeExporter{ForceDashboards: true},
	}
}

// spread is component.Spread for pods of a StatefulSet, whose revisions bear no hash.
func spread(labels map[string]string) []corev1.TopologySpreadConstraint {
	constraints := component.Spread(labels)
	for i := range constraints {
		constraints[i].MatchLabelKeys = nil
	}
	return constraints
}

func claim(size string) volume {
	return volume{volumeClaim{corev1.PersistentVolumeClaimSpec{
		StorageClassName: ptr.To(storage.Class),
		AccessModes:      []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
		Resources:        corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse(size)}},
	}}}
}
