package policy

import (
	"slices"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
)

// ports: a port that is named is there at the next hop: Ingress and ServiceMonitor name ports of the Service, the Service
// and the probes name ports of the container. A number that is shifted somewhere breaks the chain.
func ports(a *app, r *report) {
	for _, p := range a.pods {
		a.containerPorts(p, r)
	}
	service := a.service()
	for _, o := range a.objects {
		switch t := o.Object.(type) {
		case *corev1.Service:
			a.servicePorts(o, t, r)
		case *networkingv1.Ingress:
			a.backendPorts(o, t, r)
		case *monitoringv1.ServiceMonitor:
			if service != nil {
				endpointPorts(o, t, service, r)
			}
		}
	}
}

// containerPorts judges the ports of a pod, and that the Service and the probes reach them.
func (a *app) containerPorts(p *pod, r *report) {
	names := map[string]bool{}
	for c := range p.containers() {
		for i, port := range c.Ports {
			field := at(c.at+".ports", i)
			a.containerPort(p, field, port, r)
			if port.Name != "" && names[port.Name] {
				r.add(p.object, field+".name", "another port of the pod is called %q too", port.Name)
			}
			names[port.Name] = true
		}
		for _, probe := range probesOf(&c) {
			probePort(p, c, probe, r)
		}
	}
}

func (a *app) containerPort(p *pod, field string, port corev1.ContainerPort, r *report) {
	for _, wrong := range validation.IsValidPortNum(int(port.ContainerPort)) {
		r.add(p.object, field+".containerPort", "%d %s", port.ContainerPort, wrong)
	}
	oneOf(r, p.object, field+".protocol", port.Protocol, corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP)
	if port.HostPort != 0 {
		r.add(p.object, field+".hostPort", "%d: a port of the node keeps a second replica away and goes around the Service", port.HostPort)
	}
	if port.Name != "" {
		for _, wrong := range validation.IsValidPortName(port.Name) {
			r.add(p.object, field+".name", "%q %s", port.Name, wrong)
		}
	}
	service := a.service()
	if service == nil {
		return
	}
	if !slices.ContainsFunc(service.Spec.Ports, func(s corev1.ServicePort) bool { return reaches(s.TargetPort, s.Port, port) }) {
		r.add(p.object, field+".name", "no port of Service/%s leads to %q (%d)", service.Name, port.Name, port.ContainerPort)
	} else if !slices.ContainsFunc(service.Spec.Ports, func(s corev1.ServicePort) bool { return protocol(s.Protocol) == protocol(port.Protocol) }) {
		r.add(p.object, field+".protocol", "%s: no port of Service/%s has this protocol", port.Protocol, service.Name)
	}
}

// reaches says whether a target port, by default the Service's own, means a container's port.
func reaches(target intstr.IntOrString, own int32, port corev1.ContainerPort) bool {
	switch {
	case target.Type == intstr.String:
		return target.StrVal == port.Name && port.Name != ""
	case target.IntVal == 0:
		return own == port.ContainerPort
	}
	return target.IntVal == port.ContainerPort
}

// protocol applies the API server's default.
func protocol(p corev1.Protocol) corev1.Protocol {
	if p == "" {
		return corev1.ProtocolTCP
	}
	return p
}

// portNames are those that a container gives its ports.
func portNames(ports []corev1.ContainerPort) []string {
	var names []string
	for _, port := range ports {
		if port.Name != "" {
			names = append(names, port.Name)
		}
	}
	return names
}

func probePort(p *pod, c container, probe probe, r *report) {
	if probe.Probe == nil {
		return
	}
	field, port := c.at+"."+probe.name, intstr.IntOrString{}
	switch {
	case probe.HTTPGet != nil:
		field, port = field+".httpGet.port", probe.HTTPGet.Port
	case probe.TCPSocket != nil:
		field, port = field+".tcpSocket.port", probe.TCPSocket.Port
	case probe.GRPC != nil:
		field, port = field+".grpc.port", intstr.FromInt32(probe.GRPC.Port)
	default:
		return
	}
	if !slices.ContainsFunc(c.Ports, func(cp corev1.ContainerPort) bool { return reaches(port, 0, cp) }) {
		r.add(p.object, field, "%s is no port of container %s%s", port.String(), c.Name, hint(port.String(), portNames(c.Ports)))
	}
}

// servicePorts judges where a Service sends to.
func (a *app) servicePorts(o *object, service *corev1.Service, r *report) {
	for i, port := range service.Spec.Ports {
		field := at("spec.ports", i)
		for _, p := range a.pods {
			main := p.main()
			if main == nil {
				continue
			}
			found := slices.IndexFunc(main.Ports, func(cp corev1.ContainerPort) bool { return reaches(port.TargetPort, port.Port, cp) })
			switch {
			case found < 0:
				r.add(o, field+".targetPort", "%s is no port of %s%s", port.TargetPort.String(), p.workload(), hint(port.TargetPort.String(), portNames(main.Ports)))
			case protocol(main.Ports[found].Protocol) != protocol(port.Protocol):
				r.add(o, field+".protocol", "%s: the port of %s is %s", port.Protocol, p.workload(), protocol(main.Ports[found].Protocol))
			}
		}
	}
}

// backendPorts judges the Service's ports that an Ingress sends to.
func (a *app) backendPorts(o *object, ingress *networkingv1.Ingress, r *report) {
	for _, b := range backends(&ingress.Spec) {
		if b.Service == nil {
			continue
		}
		service := a.namespace.service(b.Service.Name)
		if service == nil {
			continue // the rule "reference" reports it
		}
		field, port := b.field+".service.port.name", intstr.FromString(b.Service.Port.Name)
		if port.StrVal == "" && b.Service.Port.Number != 0 {
			field, port = b.field+".service.port.number", intstr.FromInt32(b.Service.Port.Number)
		} else if b.Service.Port.Number != 0 {
			r.add(o, b.field+".service.port", "a name and a number: the API server takes one of them")
		}
		servicePort(o, field, port, service, r)
	}
}

func endpointPorts(o *object, m *monitoringv1.ServiceMonitor, service *corev1.Service, r *report) {
	for i, e := range m.Spec.Endpoints {
		switch {
		case e.Port != "":
			servicePort(o, at("spec.endpoints", i, ".port"), intstr.FromString(e.Port), service, r)
		case e.TargetPort == nil:
			r.add(o, at("spec.endpoints", i, ".port"), "missing: it names a port of Service/%s", service.Name)
		}
	}
}

// servicePort reports a name or a number that no port of the Service has.
func servicePort(o *object, field string, port intstr.IntOrString, service *corev1.Service, r *report) {
	var names []string
	for _, s := range service.Spec.Ports {
		if s.Name == port.StrVal && port.Type == intstr.String || s.Port == port.IntVal && port.Type == intstr.Int {
			return
		}
		names = append(names, s.Name)
	}
	r.add(o, field, "%s is no port of Service/%s%s", port.String(), service.Name, hint(port.String(), names))
}
