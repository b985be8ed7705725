package plan

import "github.com/example/fastapi-gitops/generator/config"

// IngressClass is the class of Ingresses that nginx serves.
const IngressClass = "nginx"

// What takes people's requests in, by the labels of its pods and the ServiceAccount by which the mesh knows them: those of the
// chart ingress-nginx 4.15.1, and those that Envoy Gateway 1.8.3 gives the proxies which it makes.
var (
	nginx = Neighbour{Namespace: "ingress-nginx", ServiceAccount: "ingress-nginx", Labels: map[string]string{
		"app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller",
	}}
	envoy = Neighbour{Namespace: "envoy-gateway", ServiceAccount: "envoy", Labels: map[string]string{
		"app.kubernetes.io/name": "envoy", "app.kubernetes.io/component": "proxy",
	}}
)

// IngressController is what takes people's requests into the fleet's clusters.
func (f *Fleet) IngressController() Neighbour {
	if f.ByGateway() {
		return envoy
	}
	return nginx
}

// ByGateway reports whether people come in by the Gateway API rather than by Ingresses.
func (f *Fleet) ByGateway() bool { return f.Ingress == config.Gateway }

// StrictTransport is the header by which browsers come back over TLS alone for two years, to the names below a host as well
// (RFC 6797).
const (
	StrictTransportHeader = "Strict-Transport-Security"
	StrictTransport       = "max-age=63072000; includeSubDomains"
)
