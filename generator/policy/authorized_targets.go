package policy

import (
	"fmt"

	"github.com/example/fastapi-gitops/generator/meshpol"
	"github.com/example/fastapi-gitops/generator/netpol"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// targets: each thing that a ServiceMonitor, an Ingress or a route of the Gateway sends for is let through by network policies and mesh both, whether
// app.yaml or a patch asks for it.
func (a *app) targets(p *pod, pod meshpol.Pod, r *report) {
	for _, o := range a.objects {
		switch t := o.Object.(type) {
		case *monitoringv1.ServiceMonitor:
			for i, e := range t.Spec.Endpoints {
				a.lettingIn(p, pod, o, at("spec.endpoints", i, ".path"), plan.Prometheus, intstr.FromString(e.Port), e.Path, r)
			}
		case *gatewayv1.HTTPRoute:
			for _, rule := range publicPaths(t) {
				a.lettingIn(p, pod, o, rule.field, a.namespace.cluster.plan.Fleet.IngressController(), rule.port, rule.path, r)
			}
		case *networkingv1.Ingress:
			for _, rule := range ingressPaths(&t.Spec) {
				a.lettingIn(p, pod, o, rule.field+".path", a.namespace.cluster.plan.Fleet.IngressController(), rule.port, rule.path, r)
			}
		}
	}
}

// ingressPath is a path that an Ingress sends to a port of a Service.
type ingressPath struct {
	field, path string
	port        intstr.IntOrString
}

func ingressPaths(spec *networkingv1.IngressSpec) []ingressPath {
	var all []ingressPath
	for i := range spec.Rules {
		if spec.Rules[i].HTTP == nil {
			continue
		}
		for j, p := range spec.Rules[i].HTTP.Paths {
			if p.Backend.Service == nil {
				continue
			}
			port := intstr.FromString(p.Backend.Service.Port.Name)
			if port.StrVal == "" {
				port = intstr.FromInt32(p.Backend.Service.Port.Number)
			}
			all = append(all, ingressPath{at(at("spec.rules", i, ".http.paths"), j), p.Path, port})
		}
	}
	return all
}

// publicPaths are those that a route of people sends to ports of Services, at the fields of its matches.
func publicPaths(route *gatewayv1.HTTPRoute) []ingressPath {
	var all []ingressPath
	for i, rule := range route.Spec.Rules {
		for j, match := range rule.Matches {
			for _, backend := range rule.BackendRefs {
				if public(route) && match.Path != nil && backend.Port != nil {
					field := at(at("spec.rules", i, ".matches"), j, ".path.value")
					all = append(all, ingressPath{field, deref(match.Path.Value), intstr.FromInt32(int32(*backend.Port))})
				}
			}
		}
	}
	return all
}

// lettingIn reports what keeps a part of the platform from a path of a port of the app's Service. Other rules report ports that
// are not there.
func (a *app) lettingIn(p *pod, pod meshpol.Pod, o *object, field string, from plan.Neighbour, port intstr.IntOrString, path string, r *report) {
	number := a.podPort(p, port)
	if number == 0 {
		return
	}
	client := meshpol.Client{Namespace: from.Namespace, Account: from.ServiceAccount}
	if !a.namespace.cluster.mesh.Evaluate(meshpol.Request{From: client, To: pod, Port: number, Method: "GET", Path: path}).Allowed {
		r.add(o, field, "the mesh lets the pods of %s not through to GET %s on port %d: expected a route of a Server with an AuthorizationPolicy for them",
			from.Namespace, path, number)
	}
	if a.namespace.cluster.network == nil {
		return
	}
	own := netpol.PodOf(a.namespace.name, *p.template)
	connection := netpol.Connection{
		From: netpol.Endpoint{Pod: &netpol.Pod{Namespace: from.Namespace, Labels: from.Labels}}, To: netpol.Endpoint{Pod: &own},
		Port: plan.ProxyInboundPort, Protocol: corev1.ProtocolTCP,
	}
	if side := a.namespace.cluster.network.Evaluate(connection).Ingress; !side.Allowed() {
		r.add(o, field, "no NetworkPolicy lets the pods of %s reach port %d, the proxy's", from.Namespace, plan.ProxyInboundPort)
	}
}

// podPort is the port of the pod behind one of the app's Service; 0 if there is none.
func (a *app) podPort(p *pod, port intstr.IntOrString) int32 {
	service, main := a.service(), p.main()
	if service == nil || main == nil {
		return 0
	}
	for _, s := range service.Spec.Ports {
		if s.Name != port.StrVal && fmt.Sprint(s.Port) != port.String() {
			continue
		}
		for _, c := range main.Ports {
			if reaches(s.TargetPort, s.Port, c) {
				return c.ContainerPort
			}
		}
	}
	return 0
}
