package certmanager

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart cert-manager v1.21.1 that differ from its own.
type values struct {
	Global     global   `json:"global"`
	CRDs       enabled  `json:"crds"` // the chart marks them to be kept
	workload            // the controller
	Webhook    workload `json:"webhook"`
	CAInjector workload `json:"cainjector"`
	// DNS01RecursiveNameserversOnly looks for its records through the cluster's DNS, since nothing else can be asked from here.
	DNS01RecursiveNameserversOnly bool       `json:"dns01RecursiveNameserversOnly"`
	Prometheus                    prometheus `json:"prometheus"`
	// StartupAPICheck is a Job after each sync; Argo CD waits for what it would look at.
	StartupAPICheck enabled `json:"startupapicheck"`
}

type global struct {
	PriorityClassName string         `json:"priorityClassName"`
	LeaderElection    leaderElection `json:"leaderElection"`
	RBAC              rbac           `json:"rbac"`
}

type leaderElection struct {
	Namespace string `json:"namespace"`
}

// rbac leaves view, edit and admin as they are: what people may do stands with each namespace.
type rbac struct {
	AggregateClusterRoles bool `json:"aggregateClusterRoles"`
}

// workload is each of the three.
type workload struct {
	ReplicaCount              int32                             `json:"replicaCount"`
	PodDisruptionBudget       disruptionBudget                  `json:"podDisruptionBudget"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

type disruptionBudget struct {
	Enabled        bool  `json:"enabled"`
	MaxUnavailable int32 `json:"maxUnavailable"`
}

type prometheus struct {
	ServiceMonitor enabled `json:"servicemonitor"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// Replicas that cert-manager recommends: of the first two one leads and the other takes over, and every change of a
// certificate's object waits for the third (https://cert-manager.io/docs/installation/best-practice/).
const (
	controllers = 2
	injectors   = 2
	webhooks    = 3
)

// Requests, which are limits too for memory: the injector holds every Secret's metadata and every CRD, the controller each
// certificate's Secret.
var (
	controllerRequests = component.Requests("20m", "192Mi")
	injectorRequests   = component.Requests("20m", "256Mi")
	webhookRequests    = component.Requests("20m", "64Mi")
)

func valuesFor(c *plan.Cluster) values {
	return values{
		Global: global{
			PriorityClassName: component.Critical,
			LeaderElection:    leaderElection{Namespace: name},
		},
		CRDs:                          enabled{true},
		workload:                      workloadFor(c, "controller", controllers, controllerRequests),
		Webhook:                       workloadFor(c, "webhook", webhooks, webhookRequests),
		CAInjector:                    workloadFor(c, "cainjector", injectors, injectorRequests),
		DNS01RecursiveNameserversOnly: true,
		Prometheus:                    prometheus{ServiceMonitor: enabled{true}},
	}
}

func workloadFor(c *plan.Cluster, part string, replicas int32, requests corev1.ResourceList) workload {
	return workload{
		ReplicaCount:              replicas,
		PodDisruptionBudget:       disruptionBudget{Enabled: true, MaxUnavailable: 1},
		Resources:                 component.Bounded(requests),
		Tolerations:               component.Tolerations(c),
		Affinity:                  component.Affinity(c),
		TopologySpreadConstraints: component.Spread(labels(part)),
	}
}
