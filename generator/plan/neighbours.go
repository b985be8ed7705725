package plan

// Neighbour is a part of the platform that apps talk with: where its pods are and how they are labelled.
type Neighbour struct {
	Namespace string
	Labels    map[string]string // of its pods; empty means every pod of the namespace
	// ServiceAccount of its pods, by which the mesh knows them; empty where apps need not know.
	ServiceAccount string
}

// The platform's parts, by the labels that their charts give (ingress-nginx 4.15.1, kube-prometheus-stack 88.5.3, argo-cd 10.1.1).
var (
	Prometheus = Neighbour{Namespace: "monitoring", ServiceAccount: "kube-prometheus-stack-prometheus", Labels: map[string]string{
		"app.kubernetes.io/name": "prometheus",
	}}
	ArgoCDServer = Neighbour{Namespace: ArgoCDNamespace, Labels: map[string]string{"app.kubernetes.io/name": "argocd-server"}}
	Mesh         = Neighbour{Namespace: "linkerd"}
	Tap          = Neighbour{Namespace: "linkerd-viz", Labels: map[string]string{"component": "tap"}} // shows people live requests
	DNS          = Neighbour{Namespace: "kube-system", Labels: map[string]string{"k8s-app": "kube-dns"}}
)

// ArgoCDServerPort is the one on which people come to Argo CD.
const ArgoCDServerPort = 8080

// PrometheusURL is the Service that kube-prometheus-stack 88.5.3 puts before Prometheus.
const PrometheusURL = "http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090"

// MeshTrustDomain ends the name of each identity in the mesh, such as
// cart.production.serviceaccount.identity.linkerd.cluster.local.
const MeshTrustDomain = "cluster.local"

// meshedPlatform are the namespaces of the platform with pods in the mesh.
var meshedPlatform = []string{"linkerd-viz", "monitoring"}

// Meshed are the namespaces of a cluster with pods in the mesh: of its environments, and of the platform's parts that apps talk
// with. The others start and run when the mesh does not.
func (c *Cluster) Meshed() []string {
	var names []string
	for _, n := range c.Namespaces {
		names = append(names, n.Name())
	}
	return append(append(names, c.Fleet.IngressController().Namespace), meshedPlatform...)
}

// Ports of Linkerd (https://linkerd.io/2/reference/proxy-configuration): those of the proxy beside each app, and those
// of the control plane that each proxy asks.
const (
	ProxyInboundPort = 4143 // meshed traffic arrives here, whatever port it is for
	ProxyControlPort = 4190 // Tap asks here
	ProxyAdminPort   = 4191 // the proxy's metrics
	IdentityPort     = 8080
	DestinationPort  = 8086
	PolicyPort       = 8090
)

// Sidecar is the proxy beside each app.
var Sidecar = Proxy{CPU: "20m", Memory: "64Mi", Storage: "64Mi"}

// Proxy is what one of Linkerd's requests, as quantities of Kubernetes; memory and storage are its limits too.
type Proxy struct{ CPU, Memory, Storage string }

// Annotations size the proxy that the injector adds to a pod, so that quotas can be reckoned from the tree
// (https://linkerd.io/2/reference/proxy-configuration).
func (p Proxy) Annotations() map[string]string {
	const prefix = "config.linkerd.io/proxy-"
	return map[string]string{
		prefix + "cpu-request":               p.CPU,
		prefix + "memory-request":            p.Memory,
		prefix + "memory-limit":              p.Memory,
		prefix + "ephemeral-storage-request": p.Storage,
		prefix + "ephemeral-storage-limit":   p.Storage,
	}
}

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
