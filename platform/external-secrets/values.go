package externalsecrets

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart external-secrets 2.9.0 that differ from its own.
type values struct {
	CRDs crds `json:"crds"`
	unused
	RBAC        rbac  `json:"rbac"`
	LeaderElect bool  `json:"leaderElect"`
	Concurrent  int32 `json:"concurrent"`
	workload
	LivenessProbe  enabled        `json:"livenessProbe"`
	ReadinessProbe enabled        `json:"readinessProbe"`
	ServiceMonitor serviceMonitor `json:"serviceMonitor"`
	Webhook        webhook        `json:"webhook"`
	CertController certController `json:"certController"`
}

// crds stay when they are no longer rendered, since every Secret would go with them. Those of the kinds that nothing here
// writes are left out.
type crds struct {
	CreateClusterExternalSecret bool              `json:"createClusterExternalSecret"`
	CreateClusterGenerator      bool              `json:"createClusterGenerator"`
	CreateClusterPushSecret     bool              `json:"createClusterPushSecret"`
	CreateClusterSecretStore    bool              `json:"createClusterSecretStore"`
	CreatePushSecret            bool              `json:"createPushSecret"`
	Annotations                 map[string]string `json:"annotations"`
}

// unused are the controllers of these kinds, and so their rights.
type unused struct {
	ProcessClusterExternalSecret bool `json:"processClusterExternalSecret"`
	ProcessClusterGenerator      bool `json:"processClusterGenerator"`
	ProcessClusterPushSecret     bool `json:"processClusterPushSecret"`
	ProcessClusterStore          bool `json:"processClusterStore"`
	ProcessPushSecret            bool `json:"processPushSecret"`
}

// rbac leaves view, edit and admin as they are: what people may do stands with each namespace.
type rbac struct {
	AggregateToView  bool    `json:"aggregateToView"`
	AggregateToEdit  bool    `json:"aggregateToEdit"`
	AggregateToAdmin bool    `json:"aggregateToAdmin"`
	ServiceBindings  created `json:"servicebindings"`
}

// workload is the controller, and the webhook.
type workload struct {
	ReplicaCount              int32                             `json:"replicaCount"`
	PodDisruptionBudget       disruptionBudget                  `json:"podDisruptionBudget"`
	PriorityClassName         string                            `json:"priorityClassName"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

type disruptionBudget struct {
	Enabled        bool  `json:"enabled"`
	MaxUnavailable int32 `json:"maxUnavailable"`
}

// serviceMonitor is rendered whatever kinds the cluster has: else it would appear with some later sync.
type serviceMonitor struct {
	Enabled    bool   `json:"enabled"`
	RenderMode string `json:"renderMode"`
}

type webhook struct {
	workload
	LivenessProbe enabled     `json:"livenessProbe"`
	CertManager   certManager `json:"certManager"`
}

// certManager takes the place of a controller that may change every webhook and CRD.
type certManager struct {
	Enabled bool        `json:"enabled"`
	Cert    certificate `json:"cert"`
}

// certificate keeps the chart's duration of a year: the webhook ends when its certificate has less than 90 days left.
type certificate struct {
	IssuerRef api.IssuerRef `json:"issuerRef"`
}

type certController struct {
	Create bool `json:"create"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

type created struct {
	Create bool `json:"create"`
}

// replicas: one leads and the other takes over; both webhooks serve.
const replicas = 2

// Requests, which are limits too for memory.
var (
	controllerRequests = component.Requests("20m", "192Mi")
	webhookRequests    = component.Requests("10m", "96Mi")
)

func valuesFor(c *plan.Cluster) values {
	return values{
		CRDs:           crds{Annotations: map[string]string{"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"}},
		LeaderElect:    true,
		Concurrent:     5,
		workload:       workloadFor(c, controllerRequests, controllerLabels),
		LivenessProbe:  enabled{true},
		ReadinessProbe: enabled{true},
		ServiceMonitor: serviceMonitor{Enabled: true, RenderMode: "alwaysRender"},
		Webhook: webhook{
			workload:      workloadFor(c, webhookRequests, webhookLabels),
			LivenessProbe: enabled{true},
			CertManager:   certManager{Enabled: true, Cert: certificate{certmanager.IssuerRef(certmanager.Authority)}},
		},
	}
}

func workloadFor(c *plan.Cluster, requests corev1.ResourceList, labels map[string]string) workload {
	return workload{
		ReplicaCount:              replicas,
		PodDisruptionBudget:       disruptionBudget{Enabled: true, MaxUnavailable: 1},
		PriorityClassName:         component.Critical,
		Resources:                 component.Bounded(requests),
		Tolerations:               component.Tolerations(c),
		Affinity:                  component.Affinity(c),
		TopologySpreadConstraints: component.Spread(labels),
	}
}
