package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

type prometheusValues struct {
	PodDisruptionBudget enabled        `json:"podDisruptionBudget"` // of one, as the chart has it
	Spec                prometheusSpec `json:"prometheusSpec"`
}

// prometheusSpec: every ServiceMonitor, PodMonitor and rule of the cluster is taken up, not just those of the release.
type prometheusSpec struct {
	placing
	Replicas                  int32                             `json:"replicas"`
	Retention                 string                            `json:"retention"`
	RetentionSize             string                            `json:"retentionSize"`
	StorageSpec               volume                            `json:"storageSpec"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	PodMetadata               podMetadata                       `json:"podMetadata"`
	ExternalLabels            map[string]string                 `json:"externalLabels"`
	ServiceDiscoveryRole      string                            `json:"serviceDiscoveryRole"`
	LogFormat                 string                            `json:"logFormat"`
	selectors
}

// selectors select what has a label of the release, unless they are told otherwise.
type selectors struct {
	PodMonitors     bool `json:"podMonitorSelectorNilUsesHelmValues"`
	Probes          bool `json:"probeSelectorNilUsesHelmValues"`
	Rules           bool `json:"ruleSelectorNilUsesHelmValues"`
	ScrapeConfigs   bool `json:"scrapeConfigSelectorNilUsesHelmValues"`
	ServiceMonitors bool `json:"serviceMonitorSelectorNilUsesHelmValues"`
}

// What Prometheus keeps: the 30 days of an error budget and one more, or the newest of them where that is more than four fifths of
// the volume, which also holds the log of the last hours and a block while it is made. At two bytes a sample, and one each 30
// seconds, that is room for 240,000 series (https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects).
const (
	retention      = "31d"
	retentionSize  = "40GiB"
	prometheusDisk = "50Gi"
)

func prometheusFor(c *plan.Cluster) prometheusValues {
	return prometheusValues{
		PodDisruptionBudget: enabled{true},
		Spec: prometheusSpec{
			placing:                   placed(c),
			Replicas:                  replicas,
			Retention:                 retention,
			RetentionSize:             retentionSize,
			StorageSpec:               claim(prometheusDisk),
			Resources:                 component.Bounded(prometheusRequests),
			TopologySpreadConstraints: spread(plan.Prometheus.Labels),
			PodMetadata:               podMetadata{meshed()},
			ExternalLabels:            map[string]string{"cluster": c.Name, "region": c.Region},
			ServiceDiscoveryRole:      "EndpointSlice", // what the operator makes of the nodes
			LogFormat:                 "json",
		},
	}
}

// meshed puts Prometheus into the mesh, by whose identity apps and proxies know it. Its own proxy takes in whoever the network
// policy lets through: Argo Rollouts has no identity, and a pod has none to itself.
func meshed() map[string]string {
	annotations := prometheusProxy.Annotations()
	annotations["linkerd.io/inject"] = "enabled"
	annotations["config.linkerd.io/default-inbound-policy"] = "cluster-unauthenticated"
	return annotations
}
