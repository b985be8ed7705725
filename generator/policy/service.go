package policy

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
)

// callPort is the port under which apps reach each other, so that http://<app> is enough.
const callPort = 80

// appProtocols are those that the mesh and the ingress tell apart (KEP-3726; Linkerd, "Protocol Detection").
var appProtocols = []string{"http", "https", "kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss", "linkerd.io/opaque", "linkerd.io/tcp", "tcp", "tls"}

// services: an app is reached through the mesh and the ingress alone, on the port that everyone knows.
func services(a *app, r *report) {
	for _, o := range a.objects {
		if service, ok := o.Object.(*corev1.Service); ok {
			exposure(o, &service.Spec, r)
			noRetries(o, r)
			numbers(o, service.Spec.Ports, r)
		}
	}
}

// exposure reports ways to a Service that go around the ingress or the mesh.
func exposure(o *object, spec *corev1.ServiceSpec, r *report) {
	if spec.Type != "" && spec.Type != corev1.ServiceTypeClusterIP {
		r.add(o, "spec.type", "%q: expected ClusterIP; people come in through the Ingress", spec.Type)
	}
	if spec.ClusterIP != "" && spec.ClusterIP != corev1.ClusterIPNone {
		r.add(o, "spec.clusterIP", "%q: the cluster chooses the address", spec.ClusterIP)
	}
	if len(spec.ExternalIPs) > 0 {
		r.add(o, "spec.externalIPs", "takes traffic for addresses that may be another's (CVE-2020-8554)")
	}
	if spec.ExternalName != "" {
		r.add(o, "spec.externalName", "%q: a name outside goes around network policies", spec.ExternalName)
	}
	if spec.PublishNotReadyAddresses {
		r.add(o, "spec.publishNotReadyAddresses", "requests would reach pods that are not ready")
	}
	oneOf(r, o, "spec.sessionAffinity", spec.SessionAffinity, corev1.ServiceAffinityNone)
	oneOf(r, o, "spec.internalTrafficPolicy", deref(spec.InternalTrafficPolicy), corev1.ServiceInternalTrafficPolicyCluster)
}

// noRetries: those of a Service would be of every request that no route matches, reading or not.
func noRetries(o *object, r *report) {
	for _, name := range sortedKeys(o.Object.GetAnnotations()) {
		if strings.HasPrefix(name, "retry.linkerd.io/") {
			r.add(o, key("metadata.annotations", name), "requests that change something would be sent twice: app.yaml has retries for those that only read")
		}
	}
}

// numbers judges names, numbers and protocols of a Service's ports.
func numbers(o *object, ports []corev1.ServicePort, r *report) {
	if len(ports) == 0 {
		r.add(o, "spec.ports", "missing: a Service needs a port")
		return
	}
	if !slices.ContainsFunc(ports, func(p corev1.ServicePort) bool { return p.Port == callPort }) {
		r.add(o, "spec.ports[0].port", "%d: expected %d, under which apps reach each other", ports[0].Port, callPort)
	}
	for i, port := range ports {
		field := at("spec.ports", i)
		for _, wrong := range validation.IsDNS1123Label(port.Name) {
			r.add(o, field+".name", "%q: %s", port.Name, wrong)
		}
		for _, wrong := range validation.IsValidPortNum(int(port.Port)) {
			r.add(o, field+".port", "%d %s", port.Port, wrong)
		}
		if port.NodePort != 0 {
			r.add(o, field+".nodePort", "%d: opens the port on every node", port.NodePort)
		}
		oneOf(r, o, field+".protocol", port.Protocol, corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP)
		oneOf(r, o, field+".appProtocol", deref(port.AppProtocol), appProtocols...)
		if port.TargetPort.Type == intstr.String && port.TargetPort.StrVal != port.Name {
			r.add(o, field+".name", "%q: expected %q, as the container calls it", port.Name, port.TargetPort.StrVal)
		}
		if port.Port == callPort && port.AppProtocol == nil {
			r.add(o, field+".appProtocol", "missing: the mesh would guess, and wait for the first bytes")
		}
		for _, before := range ports[:i] {
			if before.Name == port.Name {
				r.add(o, field+".name", "another port is called %q too", port.Name)
			}
			if before.Port == port.Port && protocol(before.Protocol) == protocol(port.Protocol) {
				r.add(o, field+".port", "another port has the number %d too", port.Port)
			}
		}
	}
}

// service is a Service of the namespace by name; nil if there is none.
func (n *namespace) service(name string) *corev1.Service {
	o := n.cluster.get(manifest.ID{Kind: "Service", Namespace: n.name, Name: name})
	if o == nil {
		return nil
	}
	service, _ := o.Object.(*corev1.Service)
	return service
}
