package argocd

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// namespace of Argo CD; each container of its chart meets Pod Security "restricted".
func namespace(f *plan.Fleet, _ *Held) []manifest.Entry {
	labels := map[string]string{}
	for _, mode := range []string{"enforce", "audit", "warn"} {
		labels["pod-security.kubernetes.io/"+mode] = "restricted"
		labels["pod-security.kubernetes.io/"+mode+"-version"] = "v" + f.Hub.Kubernetes
	}
	return manifest.Place(bootstrapPath(f), &corev1.Namespace{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"},
		ObjectMeta: metav1.ObjectMeta{
			Name:        Namespace,
			Labels:      labels,
			Annotations: map[string]string{"argocd.argoproj.io/sync-options": "Prune=confirm,Delete=confirm"},
		},
	})
}

// hostsLabel marks a cluster that hosts an environment.
func hostsLabel(environment string) string { return "environment/" + environment }

// clusterSecret makes the hub known to its own Argo CD by name and labels. Argo CD reaches it as the ServiceAccount that
// it runs as, so there is no credential in it.
func clusterSecret(f *plan.Fleet, _ *Held) []manifest.Entry {
	meta := objectMeta("cluster-" + f.Hub.Name)
	meta.Labels = map[string]string{"argocd.argoproj.io/secret-type": "cluster", "region": f.Hub.Region}
	for _, n := range f.Hub.Namespaces {
		meta.Labels[hostsLabel(n.Name())] = "true"
	}
	return manifest.Place(bootstrapPath(f), &corev1.Secret{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: meta,
		Type:       corev1.SecretTypeOpaque,
		StringData: map[string]string{
			"name":   f.Hub.Name,
			"server": "https://kubernetes.default.svc",
			"config": `{"tlsClientConfig":{"insecure":false}}`,
		},
	})
}
