package workload

import (
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// linkerd is the API group of the mesh's policies.
const linkerd = "policy.linkerd.io"

// server is the app's port, which refuses whom no AuthorizationPolicy admits to one of its routes
// (https://linkerd.io/2-edge/reference/authorization-policy/). Proxies tell each other when they carry HTTP/1 over HTTP/2.
func server(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&servers.Server{
		TypeMeta:   typeMeta("policy.linkerd.io/v1beta3", "Server"),
		ObjectMeta: meshMeta(w, w.Name),
		Spec: servers.ServerSpec{
			PodSelector:   &metav1.LabelSelector{MatchLabels: selector(w)},
			Port:          intstr.FromString(httpPort),
			ProxyProtocol: "HTTP/1",
		},
	}}
}

// meshMeta is that of an object by which the mesh admits requests. It comes one wave before the pods: where the namespace
// denies by default, a pod without its Server would take no request.
func meshMeta(w *plan.Workload, name string) metav1.ObjectMeta {
	meta := objectMeta(w, name)
	meta.Annotations = map[string]string{"argocd.argoproj.io/sync-wave": "-1"}
	return meta
}
