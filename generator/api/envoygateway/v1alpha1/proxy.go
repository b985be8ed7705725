package v1alpha1

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// EnvoyProxy is what Envoy Gateway makes for a Gateway: the proxies and what stands around them.
type EnvoyProxy struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              EnvoyProxySpec `json:"spec"`
}

// EnvoyProxySpec says how the proxies run.
type EnvoyProxySpec struct {
	Provider Provider `json:"provider"`
	// RoutingType is Service to send to the address of a Service, or Endpoint for those of its pods.
	RoutingType string    `json:"routingType"`
	Concurrency int32     `json:"concurrency,omitempty"`
	Shutdown    Shutdown  `json:"shutdown"`
	Telemetry   Telemetry `json:"telemetry"`
}

// Shutdown of a proxy: connections are accepted for MinDrainDuration, and waited for until DrainTimeout.
type Shutdown struct {
	DrainTimeout     gatewayv1.Duration `json:"drainTimeout"`
	MinDrainDuration gatewayv1.Duration `json:"minDrainDuration"`
}

// Telemetry is what the proxies tell.
type Telemetry struct {
	AccessLog AccessLog `json:"accessLog"`
}

// AccessLog of all requests.
type AccessLog struct {
	Settings []AccessLogSetting `json:"settings"`
}

// AccessLogSetting is a form of lines and where they go.
type AccessLogSetting struct {
	Format AccessLogFormat `json:"format"`
	Sinks  []AccessLogSink `json:"sinks"`
}

// AccessLogFormat of type JSON has a field for each key.
type AccessLogFormat struct {
	Type string            `json:"type"`
	JSON map[string]string `json:"json"`
}

// AccessLogSink of type File.
type AccessLogSink struct {
	Type string `json:"type"`
	File File   `json:"file"`
}

// File by its path.
type File struct {
	Path string `json:"path"`
}

// Provider is of type Kubernetes.
type Provider struct {
	Type       string     `json:"type"`
	Kubernetes Kubernetes `json:"kubernetes"`
}

// Kubernetes names the objects of the proxies and says what is in them.
type Kubernetes struct {
	EnvoyDeployment     Deployment     `json:"envoyDeployment"`
	EnvoyService        Service        `json:"envoyService"`
	EnvoyHPA            Autoscaler     `json:"envoyHpa"`
	EnvoyPDB            Disruption     `json:"envoyPDB"`
	EnvoyServiceAccount ServiceAccount `json:"envoyServiceAccount"`
}

// Deployment of the proxies; how many there are is the autoscaler's.
type Deployment struct {
	Name      string    `json:"name"`
	Pod       Pod       `json:"pod"`
	Container Container `json:"container"`
}

// Pod is one proxy's.
type Pod struct {
	Annotations               map[string]string                 `json:"annotations,omitempty"`
	SecurityContext           *corev1.PodSecurityContext        `json:"securityContext,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
	PriorityClassName         string                            `json:"priorityClassName,omitempty"`
}

// Container is that of Envoy.
type Container struct {
	Resources corev1.ResourceRequirements `json:"resources"`
}

// Service before the proxies.
type Service struct {
	Name                          string            `json:"name"`
	Type                          string            `json:"type"`
	LoadBalancerClass             string            `json:"loadBalancerClass"`
	AllocateLoadBalancerNodePorts bool              `json:"allocateLoadBalancerNodePorts"`
	ExternalTrafficPolicy         string            `json:"externalTrafficPolicy"`
	Annotations                   map[string]string `json:"annotations,omitempty"`
}

// Autoscaler of the proxies.
type Autoscaler struct {
	Name        string                     `json:"name"`
	MinReplicas int32                      `json:"minReplicas"`
	MaxReplicas int32                      `json:"maxReplicas"`
	Metrics     []autoscalingv2.MetricSpec `json:"metrics"`
}

// Disruption is how many proxies may be away at a time.
type Disruption struct {
	Name           string `json:"name"`
	MaxUnavailable int32  `json:"maxUnavailable"`
}

// ServiceAccount of the proxies.
type ServiceAccount struct {
	Name string `json:"name"`
}
