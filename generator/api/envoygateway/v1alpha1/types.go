// Package v1alpha1 holds the kinds of gateway.envoyproxy.io/v1alpha1 that this repository writes, with the fields that it uses.
// The project's own module brings 350 packages along; names are those of its CRDs at v1.8.3
// (https://gateway.envoyproxy.io/v1.8/api/extension_types/).
package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "gateway.envoyproxy.io", Version: "v1alpha1"}

// AddToScheme registers the kinds.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &BackendTrafficPolicy{}, &ClientTrafficPolicy{}, &EnvoyProxy{})
	return nil
}

// TargetRef is an object of the policy's own namespace.
type TargetRef struct {
	Group string `json:"group"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
}

// ClientTrafficPolicy is how Envoy talks with clients, at each listener of a Gateway.
type ClientTrafficPolicy struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ClientTrafficPolicySpec `json:"spec"`
}

// ClientTrafficPolicySpec is the target and what differs from Envoy Gateway's defaults there.
type ClientTrafficPolicySpec struct {
	TargetRefs []TargetRef `json:"targetRefs"`
	// ProxyProtocol is expected of whoever connects; without it a connection is closed.
	ProxyProtocol *ProxyProtocol `json:"proxyProtocol,omitempty"`
	TLS           *ClientTLS     `json:"tls,omitempty"`
	Headers       *Headers       `json:"headers,omitempty"`
	Timeout       *ClientTimeout `json:"timeout,omitempty"`
	// HealthCheck is a path that Envoy answers itself, for every host.
	HealthCheck *HealthCheck `json:"healthCheck,omitempty"`
}

// ProxyProtocol is on where it is set.
type ProxyProtocol struct {
	Optional bool `json:"optional"`
}

// ClientTLS is what Envoy accepts; ciphers are those of TLS 1.2, by OpenSSL's names.
type ClientTLS struct {
	MinVersion string   `json:"minVersion,omitempty"`
	Ciphers    []string `json:"ciphers,omitempty"`
}

// Headers of requests; WithUnderscoresAction is RejectRequest by default, or DropHeader.
type Headers struct {
	WithUnderscoresAction string `json:"withUnderscoresAction,omitempty"`
}

// ClientTimeout is how long Envoy waits for clients.
type ClientTimeout struct {
	HTTP HTTPClientTimeout `json:"http"`
}

// HTTPClientTimeout: the whole of a request, and a connection without any.
type HTTPClientTimeout struct {
	RequestReceivedTimeout gatewayv1.Duration `json:"requestReceivedTimeout,omitempty"`
	IdleTimeout            gatewayv1.Duration `json:"idleTimeout,omitempty"`
}

// HealthCheck is a path of health checks.
type HealthCheck struct {
	Path string `json:"path"`
}

// BackendTrafficPolicy is what Envoy lets through to the backends of a route.
type BackendTrafficPolicy struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              BackendTrafficPolicySpec `json:"spec"`
}

// BackendTrafficPolicySpec is the target and what bounds requests to it.
type BackendTrafficPolicySpec struct {
	TargetRefs []TargetRef `json:"targetRefs"`
	RateLimit  *RateLimit  `json:"rateLimit,omitempty"`
	// RequestBuffer holds back a request until it has its whole body, which may be so large.
	RequestBuffer *RequestBuffer `json:"requestBuffer,omitempty"`
}
