package clusterautoscaler

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// values are those of the chart cluster-autoscaler 9.59.0 that differ from its own.
type values struct {
	FullnameOverride          string                            `json:"fullnameOverride"`
	AWSRegion                 string                            `json:"awsRegion"`
	AutoDiscovery             autoDiscovery                     `json:"autoDiscovery"`
	ReplicaCount              int32                             `json:"replicaCount"`
	ExtraArgs                 map[string]string                 `json:"extraArgs"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	SecurityContext           *corev1.PodSecurityContext        `json:"securityContext"`
	ContainerSecurityContext  *corev1.SecurityContext           `json:"containerSecurityContext"`
	ServiceMonitor            serviceMonitor                    `json:"serviceMonitor"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

type autoDiscovery struct {
	ClusterName string `json:"clusterName"`
}

type serviceMonitor struct {
	Enabled   bool   `json:"enabled"`
	Namespace string `json:"namespace"`
	Interval  string `json:"interval"`
}

// replicas: one leads, the other takes over.
const replicas = 2

var requests = component.Requests("50m", "256Mi")

func valuesFor(c *plan.Cluster) values {
	return values{
		FullnameOverride: name,
		AWSRegion:        c.Region,
		AutoDiscovery:    autoDiscovery{ClusterName: c.Name},
		ReplicaCount:     replicas,
		ExtraArgs: map[string]string{
			// a group a zone, so that a volume's zone can grow by itself; they are kept level otherwise
			"balance-similar-node-groups": "true",
			"expander":                    "least-waste",
			// the pods of the platform and of apps keep their data elsewhere, and disruption budgets guard them
			"skip-nodes-with-local-storage": "false",
			"skip-nodes-with-system-pods":   "false",
		},
		Resources: component.Bounded(requests),
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot:   ptr.To(true),
			RunAsUser:      ptr.To[int64](65534),
			RunAsGroup:     ptr.To[int64](65534),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		ContainerSecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: ptr.To(false),
			ReadOnlyRootFilesystem:   ptr.To(true),
			Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
		ServiceMonitor:            serviceMonitor{Enabled: true, Namespace: name, Interval: "30s"},
		Tolerations:               component.Tolerations(c),
		Affinity:                  component.Affinity(c),
		TopologySpreadConstraints: component.Spread(map[string]string{"app.kubernetes.io/instance": name}),
	}
}
