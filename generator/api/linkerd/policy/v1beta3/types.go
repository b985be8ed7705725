// Package v1beta3 holds the kind Server of policy.linkerd.io/v1beta3, with the fields that this repository uses. The project
// publishes no importable module; names are those of its CRDs at edge-26.8.3
// (https://linkerd.io/2-edge/reference/authorization-policy/).
package v1beta3

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "policy.linkerd.io", Version: "v1beta3"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Server{})
	return nil
}

// Server is a port of some pods of its namespace, to which other objects say who may connect.
type Server struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ServerSpec `json:"spec"`
}

// ServerSpec selects the port. No pod may have two Servers for one port.
type ServerSpec struct {
	PodSelector *metav1.LabelSelector `json:"podSelector"`
	// Port by its number or its name in the pods.
	Port intstr.IntOrString `json:"port"`
	// ProxyProtocol saves the proxy from having to detect it: HTTP/1, HTTP/2, gRPC, opaque, TLS, or unknown.
	ProxyProtocol string `json:"proxyProtocol,omitempty"`
	// AccessPolicy holds for who is not authorized; deny where it is empty.
	AccessPolicy string `json:"accessPolicy,omitempty"`
}

// DeepCopyObject implements runtime.Object.
func (in *Server) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.PodSelector = in.Spec.PodSelector.DeepCopy()
	return &out
}
