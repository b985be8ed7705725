package policy

import (
	"net/netip"
	"slices"

	"github.com/example/fastapi-gitops/generator/netpol"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// opening is a connection that the plan wants: a remote end, and the ports of the target.
type opening struct {
	who   string // the remote end, as messages say it
	pod   *netpol.Pod
	cidr  netip.Prefix // of an end outside the cluster
	ports []int32
	udp   bool // over UDP as well as TCP

	everyone bool // it is for every pod of the namespace
}

// neighbourOpening is one to or from a part of the platform.
func neighbourOpening(who string, n plan.Neighbour, ports ...int32) opening {
	return opening{who: who, pod: &netpol.Pod{Namespace: n.Namespace, Labels: n.Labels}, ports: ports}
}

// everyPodOut is where every pod of an environment may go.
var everyPodOut = func() []opening {
	dns := neighbourOpening("DNS", plan.DNS, 53)
	dns.udp = true
	agent := netip.MustParsePrefix(plan.PodIdentityAgent)
	openings := []opening{
		dns,
		neighbourOpening("the mesh's control plane", plan.Mesh, plan.IdentityPort, plan.DestinationPort, plan.PolicyPort),
		{who: "the Pod Identity agent", cidr: agent, ports: []int32{plan.PodIdentityAgentPort}},
	}
	for i := range openings {
		openings[i].everyone = true
	}
	return openings
}()

// appIn is who may connect to an app.
func appIn(w *plan.Workload) []opening {
	prometheus := neighbourOpening("Prometheus", plan.Prometheus, plan.ProxyInboundPort, plan.ProxyAdminPort)
	openings := []opening{prometheus}
	if w.Public {
		openings = append(openings, neighbourOpening("the ingress controller", w.Namespace.Cluster.Fleet.IngressController(), plan.ProxyInboundPort))
	}
	for _, caller := range w.Callers {
		openings = append(openings, opening{who: "its caller " + caller, pod: podNamed(w.Namespace.Name(), caller), ports: meshed(w)})
	}
	return openings
}

// appOut is where an app may go besides where every pod may.
func appOut(w *plan.Workload) []opening {
	var openings []opening
	for _, e := range w.Egress {
		if cidr, err := netip.ParsePrefix(e.CIDR); err == nil { // the plan has only valid ones
			openings = append(openings, opening{who: e.CIDR, cidr: cidr, ports: e.Ports})
		}
	}
	return openings
}

// callerOut is where the callers of an app go: to the app.
func callerOut(w *plan.Workload) []opening {
	return []opening{{who: "the app " + w.Name, pod: podNamed(w.Namespace.Name(), w.Name), ports: meshed(w)}}
}

// meshed are the ports under which an app is called: its own, and the proxy's for callers in the mesh.
func meshed(w *plan.Workload) []int32 { return []int32{w.Port, plan.ProxyInboundPort} }

// podNamed stands for the pods of an app, whether it is deployed or not.
func podNamed(namespace, app string) *netpol.Pod {
	return &netpol.Pod{Namespace: namespace, Labels: map[string]string{nameLabel: app}}
}

// end is the remote end as the evaluator takes it.
func (p opening) end() netpol.Endpoint {
	if p.pod != nil {
		return netpol.Endpoint{Pod: p.pod}
	}
	return netpol.Endpoint{Addr: p.cidr.Addr()}
}

// protocols of the opening.
func (p opening) protocols() []corev1.Protocol {
	if p.udp {
		return []corev1.Protocol{corev1.ProtocolTCP, corev1.ProtocolUDP}
	}
	return []corev1.Protocol{corev1.ProtocolTCP}
}

// portsOf are those of several openings.
func portsOf(openings []opening) []int32 {
	var ports []int32
	for _, p := range openings {
		ports = append(ports, p.ports...)
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}
