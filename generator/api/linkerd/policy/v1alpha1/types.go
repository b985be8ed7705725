// Package v1alpha1 holds the kinds of policy.linkerd.io/v1alpha1 that this repository writes, with the fields that it uses. The
// project publishes no importable module; names are those of its CRDs at edge-26.8.3
// (https://linkerd.io/2-edge/reference/authorization-policy/).
package v1alpha1

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "policy.linkerd.io", Version: "v1alpha1"}

// AddToScheme registers the kinds.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &AuthorizationPolicy{}, &MeshTLSAuthentication{}, &NetworkAuthentication{})
	return nil
}

// AuthorizationPolicy admits to its target who meets all of the required authentications.
type AuthorizationPolicy struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              AuthorizationPolicySpec `json:"spec"`
}

// AuthorizationPolicySpec names the target, in the policy's namespace, and the authentications.
type AuthorizationPolicySpec struct {
	TargetRef                  TargetRef   `json:"targetRef"`
	RequiredAuthenticationRefs []Reference `json:"requiredAuthenticationRefs"`
}

// TargetRef is a Server, an HTTPRoute, a GRPCRoute, or the policy's own Namespace.
type TargetRef struct {
	Group string `json:"group,omitempty"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
}

// Reference is a MeshTLSAuthentication, a NetworkAuthentication or a ServiceAccount.
type Reference struct {
	Group     string `json:"group,omitempty"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"` // empty for the object's own
}

// MeshTLSAuthentication is met by a client whose proxy proves one of the identities.
type MeshTLSAuthentication struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              MeshTLSAuthenticationSpec `json:"spec"`
}

// MeshTLSAuthenticationSpec lists the ServiceAccounts whose identities are meant.
type MeshTLSAuthenticationSpec struct {
	IdentityRefs []Reference `json:"identityRefs"`
}

// NetworkAuthentication is met by a client from one of the networks.
type NetworkAuthentication struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              NetworkAuthenticationSpec `json:"spec"`
}

// NetworkAuthenticationSpec lists the networks.
type NetworkAuthenticationSpec struct {
	Networks []Network `json:"networks"`
}

// Network is a range of addresses but for its exceptions.
type Network struct {
	CIDR   string   `json:"cidr"`
	Except []string `json:"except,omitempty"`
}

// DeepCopyObject implements runtime.Object.
func (in *AuthorizationPolicy) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.RequiredAuthenticationRefs = slices.Clone(in.Spec.RequiredAuthenticationRefs)
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *MeshTLSAuthentication) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.IdentityRefs = slices.Clone(in.Spec.IdentityRefs)
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *NetworkAuthentication) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Networks = slices.Clone(in.Spec.Networks)
	for i := range out.Spec.Networks {
		out.Spec.Networks[i].Except = slices.Clone(out.Spec.Networks[i].Except)
	}
	return &out
}
