package workload

import (
	"strconv"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/utils/ptr"
)

// Bounds of what one address may ask of one app, for each of nginx's pods. Behind one address may be an office, so they are
// not those of one person: they keep a loop or a scan from taking the app from all others. An app with other needs patches
// them. What is the same for every app stands in platform/ingress-nginx: sizes, TLS, the redirect to it and HSTS.
const (
	requestsPerSecond = "50"  // five times as many in a burst, which is ingress-nginx's default
	connections       = "100" // under HTTP/2 each request that is not answered yet counts as one
)

// ingress sends every path to the app, since nginx cannot refuse a single one without a snippet. The paths of metrics and probes
// are closed behind it, where the mesh admits nobody but Prometheus and the kubelet to their routes.
func ingress(w *plan.Workload) []manifest.Object {
	if !w.Public || w.Namespace.Cluster.Fleet.ByGateway() {
		return nil
	}
	meta := objectMeta(w, w.Name)
	meta.Annotations = map[string]string{
		"cert-manager.io/cluster-issuer":                plan.ClusterIssuer,
		"nginx.ingress.kubernetes.io/limit-connections": connections,
		"nginx.ingress.kubernetes.io/limit-rps":         requestsPerSecond,
		// the mesh knows how long the app may take, and says so with a 504 before nginx gives up
		"nginx.ingress.kubernetes.io/proxy-read-timeout": strconv.FormatInt(w.Timeout+5, 10),
		// nginx sends to the Service's address, so that the mesh sees the Service and balances by itself.
		"nginx.ingress.kubernetes.io/service-upstream": "true",
	}
	backend := networkingv1.IngressBackend{Service: &networkingv1.IngressServiceBackend{
		Name: w.Name, Port: networkingv1.ServiceBackendPort{Name: httpPort},
	}}
	rule := networkingv1.HTTPIngressRuleValue{Paths: []networkingv1.HTTPIngressPath{
		{Path: w.Path, PathType: ptr.To(networkingv1.PathTypePrefix), Backend: backend},
	}}
	return []manifest.Object{&networkingv1.Ingress{
		TypeMeta:   typeMeta("networking.k8s.io/v1", "Ingress"),
		ObjectMeta: meta,
		Spec: networkingv1.IngressSpec{
			IngressClassName: ptr.To(plan.IngressClass),
			TLS:              []networkingv1.IngressTLS{{Hosts: []string{w.Host}, SecretName: w.Name + "-tls"}},
			Rules:            []networkingv1.IngressRule{{Host: w.Host, IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &rule}}},
		},
	}}
}
