package envoygateway

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart gateway-helm v1.8.3 that differ from its own. A Job of it makes the certificates by which proxies and
// controller know each other, before each sync; it keeps those that are there, which last five years.
type values struct {
	CRDs                enabled          `json:"crds"`
	Deployment          deployment       `json:"deployment"`
	PodDisruptionBudget disruptionBudget `json:"podDisruptionBudget"`
	Certgen             certgen          `json:"certgen"`
	// TopologyInjector is a webhook on the binding of every pod, which routes to Services do not need.
	TopologyInjector enabled `json:"topologyInjector"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// deployment is that of the controller, of which one leads; proxies ask any of them.
type deployment struct {
	EnvoyGateway      container `json:"envoyGateway"`
	PriorityClassName string    `json:"priorityClassName"`
	Replicas          int32     `json:"replicas"`
	Pod               pod       `json:"pod"`
}

type container struct {
	Resources corev1.ResourceRequirements `json:"resources"`
}

type pod struct {
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
}

// disruptionBudget by the key that the chart sets, to none, and cannot unset: the API server takes one of two.
type disruptionBudget struct {
	MinAvailable int32 `json:"minAvailable"`
}

type certgen struct {
	Job job `json:"job"`
}

// job is left long enough for Argo CD to see how it ended.
type job struct {
	Resources   corev1.ResourceRequirements `json:"resources"`
	Affinity    *corev1.Affinity            `json:"affinity,omitempty"`
	Tolerations []corev1.Toleration         `json:"tolerations,omitempty"`
	Seconds     int32                       `json:"ttlSecondsAfterFinished"`
}

const controllers = 2

var (
	controllerRequests = component.Requests("100m", "512Mi") // it holds every route, Service and certificate
	jobRequests        = component.Requests("10m", "64Mi")
	controllerLabels   = map[string]string{"control-plane": name}
)

func valuesFor(c *plan.Cluster) values {
	return values{
		Deployment: deployment{
			EnvoyGateway:      container{component.Bounded(controllerRequests)},
			PriorityClassName: component.Critical,
			Replicas:          controllers,
			Pod: pod{
				Affinity:                  component.Affinity(c),
				TopologySpreadConstraints: component.Spread(controllerLabels),
				Tolerations:               component.Tolerations(c),
			},
		},
		PodDisruptionBudget: disruptionBudget{MinAvailable: 1},
		Certgen: certgen{job{
			Resources: component.Bounded(jobRequests), Affinity: component.Affinity(c), Tolerations: component.Tolerations(c), Seconds: 3600,
		}},
	}
}
