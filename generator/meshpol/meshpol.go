// Package meshpol says whom Linkerd's proxies let in. It has the semantics of Server, HTTPRoute, AuthorizationPolicy and the
// authentications as the policy controller of edge-26.8.3 (policy-controller/k8s/index/src/inbound/index.rs) and the proxy's
// choice of a route (linkerd/http/route) have them. GRPCRoutes are not among them.
package meshpol

import (
	"net/netip"

	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// DefaultPolicy is the annotation of namespaces and pods that says who may connect to a port without a Server.
const DefaultPolicy = "config.linkerd.io/default-inbound-policy"

// Request is one that arrives at a pod's proxy.
type Request struct {
	From         Client
	To           Pod
	Port         int32
	Method, Path string
}

// Client is who sends a request: the ServiceAccount that its proxy proves, empty for a client without the mesh, and its address.
type Client struct {
	Namespace, Account string
	Addr               netip.Addr
}

// Meshed says whether the client proves an identity.
func (c Client) Meshed() bool { return c.Account != "" }

// Pod is one with a proxy. Its ports are by name, those of the proxy among them.
type Pod struct {
	Namespace           string
	Labels, Annotations map[string]string
	Ports               map[string]int32
}

// PodOf is a pod of a template, as the mesh has injected it.
func PodOf(namespace string, template corev1.PodTemplateSpec) Pod {
	pod := Pod{Namespace: namespace, Labels: template.Labels, Annotations: template.Annotations, Ports: map[string]int32{}}
	for _, containers := range [][]corev1.Container{template.Spec.InitContainers, template.Spec.Containers} {
		for _, c := range containers {
			for _, port := range c.Ports {
				pod.Ports[port.Name] = port.ContainerPort
			}
		}
	}
	return pod
}

// Verdict is what becomes of a request, and by what: the names of objects of the pod's namespace, empty where there is none.
type Verdict struct {
	Allowed bool
	Server  string
	Route   string // the one that matches best; where the Server has routes and none matches, the answer is 404
	Policy  string // the AuthorizationPolicy that admits
}

// Evaluator knows the objects of a cluster. It is only read once all are added.
type Evaluator struct{ namespaces map[string]*namespace }

type namespace struct {
	fallback string                                    // the default policy
	servers  map[string][]server                       // by one label that they require, as key=value; by "" where they require none
	routes   map[string][]route                        // by Server
	policies map[target][]*linkerd.AuthorizationPolicy // in the order in which they were added
	meshTLS  map[string]*linkerd.MeshTLSAuthentication
	networks map[string]*linkerd.NetworkAuthentication
}

// New knows nothing yet.
func New() *Evaluator { return &Evaluator{namespaces: map[string]*namespace{}} }

// Add notes an object. Kinds that the mesh does not look at are ignored. Of two that both fit the first wins, where Linkerd
// takes the older.
func (e *Evaluator) Add(object metav1.Object) {
	n := e.namespace(object.GetNamespace())
	switch o := object.(type) {
	case *corev1.Namespace:
		e.namespace(o.Name).fallback = o.Annotations[DefaultPolicy]
	case *servers.Server:
		n.addServer(o)
	case *gatewayv1.HTTPRoute:
		n.addRoute(o)
	case *linkerd.AuthorizationPolicy:
		n.policies[targetOf(o)] = append(n.policies[targetOf(o)], o)
	case *linkerd.MeshTLSAuthentication:
		n.meshTLS[o.Name] = o
	case *linkerd.NetworkAuthentication:
		n.networks[o.Name] = o
	}
}

func (e *Evaluator) namespace(name string) *namespace {
	if e.namespaces[name] == nil {
		e.namespaces[name] = &namespace{
			servers: map[string][]server{}, routes: map[string][]route{}, policies: map[target][]*linkerd.AuthorizationPolicy{},
			meshTLS: map[string]*linkerd.MeshTLSAuthentication{}, networks: map[string]*linkerd.NetworkAuthentication{},
		}
	}
	return e.namespaces[name]
}

// Evaluate says what becomes of a request. The kubelet's probes to a port without routes, which Linkerd admits by itself, are
// judged as any other.
func (e *Evaluator) Evaluate(r Request) Verdict {
	n := e.namespaces[r.To.Namespace]
	if n == nil {
		return Verdict{Allowed: admitsByDefault(r.To.Annotations[DefaultPolicy], r.From)}
	}
	selecting := n.selecting(r.To, r.Port)
	if len(selecting) == 0 {
		fallback := n.fallback
		if own := r.To.Annotations[DefaultPolicy]; own != "" {
			fallback = own
		}
		return Verdict{Allowed: admitsByDefault(fallback, r.From)}
	}
	server := selecting[0]
	v := Verdict{Server: server.Name}
	if routes := n.routes[server.Name]; len(routes) > 0 {
		if v.Route = best(routes, r); v.Route == "" {
			return v
		}
	}
	// A policy for the Server or the namespace is for each of its routes too.
	for _, t := range []target{{"Server", v.Server}, {"HTTPRoute", v.Route}, {kind: "Namespace"}} {
		for _, p := range n.policies[t] {
			if e.admits(p, r.From) {
				v.Allowed, v.Policy = true, p.Name
				return v
			}
		}
	}
	v.Allowed = server.Spec.AccessPolicy != "" && admitsByDefault(server.Spec.AccessPolicy, r.From)
	return v
}

// Servers are the names of those that select a port of a pod. There should be one at most.
func (e *Evaluator) Servers(pod Pod, port int32) []string {
	var names []string
	if n := e.namespaces[pod.Namespace]; n != nil {
		for _, s := range n.selecting(pod, port) {
			names = append(names, s.Name)
		}
	}
	return names
}

// admitsByDefault judges by a default policy. What is neither authenticated nor denied is for everyone, as where nobody says
// anything; the networks of a cluster are not looked at.
func admitsByDefault(policy string, from Client) bool {
	switch policy {
	case "deny":
		return false
	case "all-authenticated", "cluster-authenticated":
		return from.Meshed()
	}
	return true
}
