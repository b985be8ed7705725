// Package v1alpha1 holds the kind Secret of secretsmanager.services.k8s.aws/v1alpha1, with the fields that this repository uses.
// Names are those of the CRD in secretsmanager-controller v1.4.1
// (https://aws-controllers-k8s.github.io/community/reference/secretsmanager/v1alpha1/secret/).
package v1alpha1

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/api/ack"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "secretsmanager.services.k8s.aws", Version: "v1alpha1"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Secret{})
	return nil
}

// Secret is one in AWS Secrets Manager, into which people and rotation put values.
type Secret struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              SecretSpec `json:"spec"`
}

// SecretSpec is what AWS Secrets Manager is told (AWS Secrets Manager API Reference, CreateSecret). The field secretString is
// left out: it would take a value from a Secret of the cluster, and overwrite with it what people and rotation put in.
type SecretSpec struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// KMSKeyID is the ARN of the key that encrypts values; empty for the one that AWS keeps for the service.
	KMSKeyID string    `json:"kmsKeyID,omitempty"`
	Tags     []ack.Tag `json:"tags,omitempty"`
}

// DeepCopyObject implements runtime.Object.
func (in *Secret) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Tags = slices.Clone(in.Spec.Tags)
	return &out
}
