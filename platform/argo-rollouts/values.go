package argorollouts

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart argo-rollouts 2.41.0 that differ from its own. It marks its CRDs to be kept.
type values struct {
	// CreateClusterAggregateRoles would widen view, edit and admin: what people may do stands with each namespace.
	CreateClusterAggregateRoles bool       `json:"createClusterAggregateRoles"`
	Controller                  controller `json:"controller"`
}

type controller struct {
	CreateClusterRole         bool                              `json:"createClusterRole"` // ours are in rights.go
	Image                     image                             `json:"image"`
	Logging                   logging                           `json:"logging"`
	Metrics                   metrics                           `json:"metrics"`
	PDB                       disruptionBudget                  `json:"pdb"`
	PriorityClassName         string                            `json:"priorityClassName"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	plugins
}

type image struct {
	Tag string `json:"tag"`
}

type logging struct {
	Format string `json:"format"`
}

type metrics struct {
	Enabled        bool    `json:"enabled"`
	ServiceMonitor enabled `json:"serviceMonitor"`
}

type disruptionBudget struct {
	Enabled        bool  `json:"enabled"`
	MaxUnavailable int32 `json:"maxUnavailable"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// version is a correction of the one that the chart brings.
const version = "v1.9.1"

// replicas are the chart's: one leads, the other takes over.
const replicas = 2

var requests = component.Requests("50m", "256Mi") // it holds every ReplicaSet, and the plugin is a process of its own

func valuesFor(c *plan.Cluster) values {
	return values{Controller: controller{
		Image:             image{version},
		Logging:           logging{"json"},
		Metrics:           metrics{Enabled: true, ServiceMonitor: enabled{true}},
		PDB:               disruptionBudget{Enabled: true, MaxUnavailable: 1},
		PriorityClassName: component.Critical, // canaries scale and are taken back by it
		Resources:         component.Bounded(requests),
		Tolerations:       component.Tolerations(c),
		Affinity:          component.Affinity(c),
		TopologySpreadConstraints: component.Spread(map[string]string{
			"app.kubernetes.io/instance": name, "app.kubernetes.io/component": "rollouts-controller",
		}),
		plugins: gatewayAPI,
	}}
}
