package policy

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
)

// inCluster is the only content that a Secret in git may have besides the cluster's name: how Argo CD reaches the cluster
// that it runs in, as its own ServiceAccount.
var inCluster = map[string]string{
	"server": "https://kubernetes.default.svc",
	"config": `{"tlsClientConfig":{"insecure":false}}`,
}

// clusterLabel marks a Secret by which Argo CD knows a cluster (Argo CD, "Declarative Setup", Clusters).
const clusterLabel = "argocd.argoproj.io/secret-type"

// plaintextSecret: no secret is in git. A Secret that holds none is admitted in exactly one shape.
func plaintextSecret(o *object, r *report) {
	secret, ok := o.Object.(*corev1.Secret)
	if !ok {
		return
	}
	if secret.Labels[clusterLabel] != "cluster" || secret.Namespace != argocdNamespace {
		field := "kind"
		if secret.StringData["server"] == inCluster["server"] {
			field = key("metadata.labels", clusterLabel)
		}
		r.add(o, field, "values of a Secret do not belong into git, but for the hub's own with %s: cluster: use an ExternalSecret", clusterLabel)
		return
	}
	if len(secret.Data) > 0 {
		r.add(o, "data", "expected stringData alone, which a reader can see holds no credential")
	}
	allowed := maps.Clone(inCluster)
	allowed["name"] = o.cluster.world.plan.Hub.Name
	for _, name := range sortedKeys(secret.StringData) {
		if want, known := allowed[name]; !known || secret.StringData[name] != want {
			r.add(o, key("stringData", name), "expected %s and nothing else, which hold no credential", listing(allowed))
		}
	}
	for _, name := range sortedKeys(allowed) {
		if _, there := secret.StringData[name]; !there {
			r.add(o, key("stringData", name), "missing: expected %s", allowed[name])
		}
	}
	if secret.Type != "" && secret.Type != corev1.SecretTypeOpaque {
		r.add(o, "type", "%q: expected Opaque", secret.Type)
	}
}

func listing(values map[string]string) string {
	text := ""
	for _, name := range sortedKeys(values) {
		if text != "" {
			text += ", "
		}
		text += name + " " + values[name]
	}
	return text
}
