// Package v1alpha1 holds the kinds Rollout and AnalysisTemplate of argoproj.io/v1alpha1, with the fields that this repository
// uses. The project's own RolloutSpec marshals itself, with fields that nobody set; names are those of its CRDs at v1.9.1
// (https://argo-rollouts.readthedocs.io/en/stable/features/specification/).
package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "argoproj.io", Version: "v1alpha1"}

// AddToScheme registers the kinds.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Rollout{}, &AnalysisTemplate{})
	return nil
}

// PodHashLabel is on the pods of each ReplicaSet of a Rollout and, by the controller, in the selectors of its two Services.
const PodHashLabel = "rollouts-pod-template-hash"

// ScaleDownOnSuccess takes the pods of the Deployment away once those of the Rollout are there.
const ScaleDownOnSuccess = "onsuccess"

// LatestHash is the value of an argument: the hash of the pods that are coming.
const LatestHash = "Latest"

// Rollout brings out the pod template of a Deployment step by step.
type Rollout struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              RolloutSpec `json:"spec"`
}

// RolloutSpec has times in seconds.
type RolloutSpec struct {
	Replicas                *int32          `json:"replicas,omitempty"`
	WorkloadRef             WorkloadRef     `json:"workloadRef"`
	Paused                  bool            `json:"paused,omitempty"`
	RevisionHistoryLimit    *int32          `json:"revisionHistoryLimit,omitempty"`
	ProgressDeadlineSeconds *int32          `json:"progressDeadlineSeconds,omitempty"`
	ProgressDeadlineAbort   bool            `json:"progressDeadlineAbort,omitempty"`
	Strategy                RolloutStrategy `json:"strategy"`
}

// WorkloadRef is the Deployment that has the template, and what becomes of its own pods.
type WorkloadRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	ScaleDown  string `json:"scaleDown,omitempty"`
}

// RolloutStrategy is always a canary here.
type RolloutStrategy struct {
	Canary CanaryStrategy `json:"canary"`
}

// CanaryStrategy gives the new pods a growing share of the requests.
type CanaryStrategy struct {
	CanaryService              string              `json:"canaryService,omitempty"`
	StableService              string              `json:"stableService,omitempty"`
	TrafficRouting             TrafficRouting      `json:"trafficRouting"`
	Steps                      []CanaryStep        `json:"steps,omitempty"`
	Analysis                   *BackgroundAnalysis `json:"analysis,omitempty"`
	MaxSurge                   *intstr.IntOrString `json:"maxSurge,omitempty"`
	MaxUnavailable             *intstr.IntOrString `json:"maxUnavailable,omitempty"`
	DynamicStableScale         bool                `json:"dynamicStableScale,omitempty"`
	MinPodsPerReplicaSet       *int32              `json:"minPodsPerReplicaSet,omitempty"`
	AbortScaleDownDelaySeconds *int32              `json:"abortScaleDownDelaySeconds,omitempty"`
}

// TrafficRouting is what plugins of the controller do.
type TrafficRouting struct {
	Plugins Plugins `json:"plugins"`
}

// Plugins by name.
type Plugins struct {
	GatewayAPI *GatewayAPI `json:"argoproj-labs/gatewayAPI,omitempty"`
}

// GatewayAPI is the plugin that writes weights into routes
// (https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/en/latest/).
type GatewayAPI struct {
	HTTPRoutes []HTTPRoute `json:"httpRoutes,omitempty"`
	Namespace  string      `json:"namespace,omitempty"`
}

// HTTPRoute by name.
type HTTPRoute struct {
	Name string `json:"name"`
}

// CanaryStep is one of the two.
type CanaryStep struct {
	SetWeight *int32 `json:"setWeight,omitempty"`
	Pause     *Pause `json:"pause,omitempty"`
}

// Pause without a duration lasts until somebody ends it.
type Pause struct {
	Duration string `json:"duration,omitempty"`
}

// BackgroundAnalysis runs beside the steps from one of them on.
type BackgroundAnalysis struct {
	Templates    []TemplateName `json:"templates,omitempty"`
	Args         []RunArgument  `json:"args,omitempty"`
	StartingStep *int32         `json:"startingStep,omitempty"`
}

// TemplateName is that of an AnalysisTemplate.
type TemplateName struct {
	TemplateName string `json:"templateName"`
}

// RunArgument gives an argument of a template its value.
type RunArgument struct {
	Name      string     `json:"name"`
	ValueFrom *ValueFrom `json:"valueFrom,omitempty"`
}

// ValueFrom is Stable or Latest.
type ValueFrom struct {
	PodTemplateHashValue string `json:"podTemplateHashValue,omitempty"`
}

// AnalysisTemplate says how a new version is judged.
type AnalysisTemplate struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              AnalysisTemplateSpec `json:"spec"`
}

// AnalysisTemplateSpec holds metrics, in whose queries {{args.<name>}} stands for an argument.
type AnalysisTemplateSpec struct {
	Args    []Argument `json:"args,omitempty"`
	Metrics []Metric   `json:"metrics"`
}

// Argument by name.
type Argument struct {
	Name string `json:"name"`
}

// Metric is measured at an interval; a measurement that meets neither condition is inconclusive.
type Metric struct {
	Name              string              `json:"name"`
	InitialDelay      string              `json:"initialDelay,omitempty"`
	Interval          string              `json:"interval,omitempty"`
	SuccessCondition  string              `json:"successCondition,omitempty"`
	FailureCondition  string              `json:"failureCondition,omitempty"`
	FailureLimit      *intstr.IntOrString `json:"failureLimit,omitempty"`
	InconclusiveLimit *intstr.IntOrString `json:"inconclusiveLimit,omitempty"`
	Provider          Provider            `json:"provider"`
}

// Provider of measurements.
type Provider struct {
	Prometheus Prometheus `json:"prometheus"`
}

// Prometheus and what it is asked.
type Prometheus struct {
	Address string `json:"address"`
	Query   string `json:"query"`
}
