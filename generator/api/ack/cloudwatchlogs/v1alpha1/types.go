// Package v1alpha1 holds the kind LogGroup of cloudwatchlogs.services.k8s.aws/v1alpha1, with the fields that this repository uses.
// Names are those of the CRD in cloudwatchlogs-controller v1.4.1
// (https://aws-controllers-k8s.github.io/community/reference/cloudwatchlogs/v1alpha1/loggroup/).
package v1alpha1

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "cloudwatchlogs.services.k8s.aws", Version: "v1alpha1"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &LogGroup{})
	return nil
}

// LogGroup is where CloudWatch Logs keeps the lines of one origin.
type LogGroup struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              LogGroupSpec `json:"spec"`
}

// LogGroupSpec is what CloudWatch Logs is told (Amazon CloudWatch Logs API Reference, CreateLogGroup and PutRetentionPolicy).
type LogGroupSpec struct {
	Name string `json:"name"`
	// RetentionDays are those after which lines end: one of those that CloudWatch offers, which the CRD does not check.
	RetentionDays int64 `json:"retentionDays"`
	// KMSKeyID is the ARN of the key that encrypts lines; empty for the one that AWS keeps for the service. It counts when the
	// group is made: the controller does not change it later.
	KMSKeyID string            `json:"kmsKeyID,omitempty"`
	Tags     map[string]string `json:"tags,omitempty"`
}

// DeepCopyObject implements runtime.Object.
func (in *LogGroup) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Tags = maps.Clone(in.Spec.Tags)
	return &out
}
