package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/utils/ptr"
)

// ingressClass is ingress-nginx's.
const ingressClass = "nginx"

func ingress(w *plan.Workload) []manifest.Object {
	if !w.Public {
		return nil
	}
	meta := objectMeta(w, w.Name)
	meta.Annotations = map[string]string{
		"cert-manager.io/cluster-issuer": plan.ClusterIssuer,
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
			IngressClassName: ptr.To(ingressClass),
			TLS:              []networkingv1.IngressTLS{{Hosts: []string{w.Host}, SecretName: w.Name + "-tls"}},
			Rules:            []networkingv1.IngressRule{{Host: w.Host, IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &rule}}},
		},
	}}
}
