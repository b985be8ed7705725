package workload

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// serviceAccount is the app's identity in the mesh and at AWS. Apps do not talk to the API server, so no token is mounted.
func serviceAccount(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&corev1.ServiceAccount{
		TypeMeta:                     typeMeta("v1", "ServiceAccount"),
		ObjectMeta:                   objectMeta(w, w.Name),
		AutomountServiceAccountToken: new(bool),
	}}
}
