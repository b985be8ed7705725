package plan

// Neighbour is a part of the platform that apps talk with: where its pods are and how they are labelled.
type Neighbour struct {
	Namespace string
	Labels    map[string]string // of its pods; empty means every pod of the namespace
}

// The platform's parts, by the labels that their charts give (ingress-nginx 4.15.1, kube-prometheus-stack 88.5.3).
var (
	IngressController = Neighbour{Namespace: "ingress-nginx", Labels: map[string]string{
		"app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller",
	}}
	Prometheus = Neighbour{Namespace: "monitoring", Labels: map[string]string{"app.kubernetes.io/name": "prometheus"}}
	Mesh       = Neighbour{Namespace: "linkerd"}
	DNS        = Neighbour{Namespace: "kube-system", Labels: map[string]string{"k8s-app": "kube-dns"}}
)

// Ports of Linkerd (https://linkerd.io/2/reference/proxy-configuration): those of the proxy beside each app, and those
// of the control plane that each proxy asks.
const (
	ProxyInboundPort = 4143 // meshed traffic arrives here, whatever port it is for
	ProxyAdminPort   = 4191 // the proxy's metrics
	IdentityPort     = 8080
	DestinationPort  = 8086
	PolicyPort       = 8090
)

// Sidecar is what the proxy beside each app requests; memory and storage are its limits too.
var Sidecar = struct{ CPU, Memory, Storage string }{CPU: "20m", Memory: "64Mi", Storage: "64Mi"}

// PodIdentityAgent is the address and port of the EKS Pod Identity agent on each node (Amazon EKS User Guide, "EKS Pod
// Identity Agent").
const (
	PodIdentityAgent     = "169.254.170.23/32"
	PodIdentityAgentPort = 80
)

// ServiceCIDR holds the addresses of Services. EKS would choose it by the VPC's; stated, network policies know it.
// APIServerAddress is the first of them, that of the Service "kubernetes".
const (
	ServiceCIDR      = "172.20.0.0/16"
	APIServerAddress = "172.20.0.1"
)
