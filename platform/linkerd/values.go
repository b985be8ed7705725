package linkerd

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// values are those of the chart linkerd-control-plane 2026.8.3 that differ from its own, and the facts that others rely on.
type values struct {
	ClusterNetworks     string `json:"clusterNetworks"`
	CNIEnabled          bool   `json:"cniEnabled"`
	ControllerLogFormat string `json:"controllerLogFormat"`
	DisableHeartBeat    bool   `json:"disableHeartBeat"`
	IdentityTrustDomain string `json:"identityTrustDomain"`
	PriorityClassName   string `json:"priorityClassName"`

	// As in the project's own values for high availability (values-ha.yaml of the chart).
	HighAvailability          bool               `json:"highAvailability"` // for the checks of Linkerd's own command alone
	ControllerReplicas        int32              `json:"controllerReplicas"`
	EnablePodAntiAffinity     bool               `json:"enablePodAntiAffinity"`
	EnablePodDisruptionBudget bool               `json:"enablePodDisruptionBudget"`
	DeploymentStrategy        deploymentStrategy `json:"deploymentStrategy"`
	WebhookFailurePolicy      string             `json:"webhookFailurePolicy"`

	Identity               identityValues       `json:"identity"`
	ProxyInjector          injectorValues       `json:"proxyInjector"`
	ProfileValidator       webhookValues        `json:"profileValidator"`
	PolicyValidator        webhookValues        `json:"policyValidator"`
	PolicyController       withResources        `json:"policyController"`
	Proxy                  proxyValues          `json:"proxy"`
	NetworkValidator       validatorValues      `json:"networkValidator"`
	PodMonitor             podMonitor           `json:"podMonitor"`
	DestinationResources   resources            `json:"destinationResources"`
	IdentityResources      resources            `json:"identityResources"`
	ProxyInjectorResources resources            `json:"proxyInjectorResources"`
	SPValidatorResources   resources            `json:"spValidatorResources"`
	Tolerations            []corev1.Toleration  `json:"tolerations,omitempty"`
	NodeAffinity           *corev1.NodeAffinity `json:"nodeAffinity,omitempty"`
}

type deploymentStrategy struct {
	RollingUpdate rollingUpdate `json:"rollingUpdate"`
}

type rollingUpdate struct {
	MaxUnavailable int32 `json:"maxUnavailable"`
}

// identityValues leave anchors and issuer to trust-manager and cert-manager.
type identityValues struct {
	ExternalCA bool   `json:"externalCA"`
	Issuer     issuer `json:"issuer"`
}

type issuer struct {
	Scheme           string `json:"scheme"`
	IssuanceLifetime string `json:"issuanceLifetime"`
}

// webhookValues leave the certificate to cert-manager. The chart would make a new one each time it is rendered.
type webhookValues struct {
	ExternalSecret bool   `json:"externalSecret"`
	InjectCAFrom   string `json:"injectCaFrom"`
}

type injectorValues struct {
	webhookValues
	NamespaceSelector metav1.LabelSelector `json:"namespaceSelector"`
}

type withResources struct {
	Resources resources `json:"resources"`
}

type proxyValues struct {
	DefaultInboundPolicy string    `json:"defaultInboundPolicy"`
	LogFormat            string    `json:"logFormat"`
	NativeSidecar        bool      `json:"nativeSidecar"`
	Resources            resources `json:"resources"`
}

type validatorValues struct {
	LogFormat string `json:"logFormat"`
}

type podMonitor struct {
	Enabled       bool              `json:"enabled"`
	Controller    controllerMonitor `json:"controller"`
	ServiceMirror enabled           `json:"serviceMirror"`
}

// controllerMonitor scrapes the ports that are named …-admin in these namespaces. The chart reads the selector as a template.
type controllerMonitor struct {
	NamespaceSelector string `json:"namespaceSelector"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}
