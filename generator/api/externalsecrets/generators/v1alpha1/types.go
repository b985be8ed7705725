// Package v1alpha1 holds the kinds of generators.external-secrets.io/v1alpha1 that this repository writes, with the fields
// that it uses. Names are those of the CRDs of External Secrets v2.9.0 (https://external-secrets.io/latest/api/generator/).
package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "generators.external-secrets.io", Version: "v1alpha1"}

// AddToScheme registers the kinds.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &ECRAuthorizationToken{}, &Password{})
	return nil
}

// ECRAuthorizationToken asks Amazon ECR for a token, good for twelve hours, each time that an ExternalSecret refers to it.
type ECRAuthorizationToken struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ECRAuthorizationTokenSpec `json:"spec"`
}

// ECRAuthorizationTokenSpec says of which region, and as whom to ask.
type ECRAuthorizationTokenSpec struct {
	Region string  `json:"region"`
	Auth   AWSAuth `json:"auth"`
}

// AWSAuth authenticates by a token of a ServiceAccount (IAM roles for service accounts).
type AWSAuth struct {
	JWT JWTAuth `json:"jwt"`
}

// JWTAuth names the ServiceAccount.
type JWTAuth struct {
	ServiceAccountRef ServiceAccountRef `json:"serviceAccountRef"`
}

// ServiceAccountRef is a ServiceAccount of the generator's namespace.
type ServiceAccountRef struct {
	Name string `json:"name"`
}

// DeepCopyObject implements runtime.Object.
func (in *ECRAuthorizationToken) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	return &out
}

// Password makes up a password each time that an ExternalSecret refers to it.
type Password struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              PasswordSpec `json:"spec"`
}

// PasswordSpec says of what: by default a quarter are digits and a quarter symbols.
type PasswordSpec struct {
	Length      int  `json:"length"` // in characters
	NoUpper     bool `json:"noUpper"`
	AllowRepeat bool `json:"allowRepeat"`
}

// DeepCopyObject implements runtime.Object.
func (in *Password) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	return &out
}
