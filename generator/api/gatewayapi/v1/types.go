// Package v1 holds the kind BackendTLSPolicy of gateway.networking.k8s.io/v1, with the fields that this repository uses. The project's
// module is kept at the version whose routes Linkerd knows, which has it not yet; names are those of the CRD at v1.5.1
// (https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicy).
package v1

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(gatewayv1.SchemeGroupVersion, &BackendTLSPolicy{})
	return nil
}

// BackendTLSPolicy says how a Gateway knows the Services that it speaks TLS to.
type BackendTLSPolicy struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              BackendTLSPolicySpec `json:"spec"`
}

// BackendTLSPolicySpec is for some ports of Services of its own namespace.
type BackendTLSPolicySpec struct {
	TargetRefs []TargetRef `json:"targetRefs"`
	Validation Validation  `json:"validation"`
}

// TargetRef is a port of a Service, by its name.
type TargetRef struct {
	Group       string `json:"group"`
	Kind        string `json:"kind"`
	Name        string `json:"name"`
	SectionName string `json:"sectionName"`
}

// Validation is the name in the certificate, and who signs it: System for those whom everybody trusts.
type Validation struct {
	Hostname                string `json:"hostname"`
	WellKnownCACertificates string `json:"wellKnownCACertificates"`
}

// DeepCopyObject implements runtime.Object.
func (in *BackendTLSPolicy) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.TargetRefs = slices.Clone(in.Spec.TargetRefs)
	return &out
}
