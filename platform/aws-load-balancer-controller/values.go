package awsloadbalancercontroller

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart aws-load-balancer-controller 3.5.0 that differ from its own.
type values struct {
	where
	webhooks
	unused
	PodDisruptionBudget       disruptionBudget                  `json:"podDisruptionBudget"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	PodSecurityContext        podSecurityContext                `json:"podSecurityContext"`
	SecurityContext           securityContext                   `json:"securityContext"`
	ServiceMonitor            enabled                           `json:"serviceMonitor"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

// where the load balancers are made. Pods cannot ask their node for it, and the ID of the VPC is AWS's choice, so it is looked
// for by the tag that eksctl gives to what it makes.
type where struct {
	ClusterName string            `json:"clusterName"`
	Region      string            `json:"region"`
	VPCTags     map[string]string `json:"vpcTags"`
}

// webhooks are those of the controller's own kinds, and of pods in namespaces with ReadinessGate. Services name their class
// and Ingresses theirs: the webhooks of these would only be in the way while the controller does not run.
type webhooks struct {
	EnableCertManager           bool          `json:"enableCertManager"` // else each render makes a certificate
	CertManager                 certManager   `json:"certManager"`
	EnableServiceMutatorWebhook bool          `json:"enableServiceMutatorWebhook"`
	WebhookConfig               webhookConfig `json:"webhookConfig"`
}

type certManager struct {
	IssuerRef api.IssuerRef `json:"issuerRef"`
}

type webhookConfig struct {
	DisableIngressValidation bool `json:"disableIngressValidation"`
}

// unused are Application Load Balancers, with what AWS has for them, and the Gateways that would come to life with the CRDs of
// the mesh.
type unused struct {
	CreateIngressClassResource bool             `json:"createIngressClassResource"`
	EnableShield               bool             `json:"enableShield"`
	EnableWAF                  bool             `json:"enableWaf"`
	EnableWAFv2                bool             `json:"enableWafv2"`
	ControllerConfig           controllerConfig `json:"controllerConfig"`
}

type controllerConfig struct {
	FeatureGates featureGates `json:"featureGates"`
}

type featureGates struct {
	ServiceTypeLoadBalancerOnly bool
	ALBGatewayAPI               bool
	NLBGatewayAPI               bool
	GatewayListenerSet          bool
}

type disruptionBudget struct {
	MaxUnavailable int32 `json:"maxUnavailable"`
}

// podSecurityContext and securityContext complete the chart's; Helm merges them.
type podSecurityContext struct {
	SeccompProfile corev1.SeccompProfile `json:"seccompProfile"`
}

type securityContext struct {
	Capabilities corev1.Capabilities `json:"capabilities"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// replicas are the chart's: one leads and the other takes over; both webhooks serve.
const replicas = 2

var requests = component.Requests("50m", "192Mi") // it holds every Service, EndpointSlice and pod

func valuesFor(c *plan.Cluster) values {
	return values{
		where: where{ClusterName: c.Name, Region: c.Region, VPCTags: map[string]string{"alpha.eksctl.io/cluster-name": c.Name}},
		webhooks: webhooks{
			EnableCertManager: true,
			CertManager:       certManager{certmanager.IssuerRef(certmanager.Authority)},
			WebhookConfig:     webhookConfig{DisableIngressValidation: true},
		},
		unused:                    unused{ControllerConfig: controllerConfig{featureGates{ServiceTypeLoadBalancerOnly: true}}},
		PodDisruptionBudget:       disruptionBudget{MaxUnavailable: 1},
		Resources:                 component.Bounded(requests),
		PodSecurityContext:        podSecurityContext{corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}},
		SecurityContext:           securityContext{corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}},
		ServiceMonitor:            enabled{true},
		Tolerations:               component.Tolerations(c),
		Affinity:                  component.Affinity(c),
		TopologySpreadConstraints: component.Spread(map[string]string{"app.kubernetes.io/instance": name}),
	}
}
