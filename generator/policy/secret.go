package policy

import (
	"fmt"
	"maps"

	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// inCluster is what the hub's Secret in git may have besides the cluster's name: how Argo CD reaches the cluster that it runs
// in, as its own ServiceAccount.
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
		r.add(o, field, "values of a Secret do not belong into git, but for those of clusters with %s: cluster: use an ExternalSecret", clusterLabel)
		return
	}
	if len(secret.Data) > 0 {
		r.add(o, "data", "expected stringData alone, which a reader can see holds no credential")
	}
	allowed := o.cluster.world.clusterSecret(secret.StringData["name"])
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

// clusterSecret is the content of the Secret by which Argo CD knows a cluster, that of the hub for a name that is none's.
// To another cluster it goes as the role that the access entry of that lets in, with a token that it asks AWS for.
func (w *world) clusterSecret(name string) map[string]string {
	c := w.clusterNamed(name)
	if c == nil || !c.plan.Joined() {
		allowed := maps.Clone(inCluster)
		allowed["name"] = w.plan.Hub.Name
		return allowed
	}
	role := w.plan.ARN("iam", "role/"+plan.DeployerRole(name))
	return map[string]string{
		"name":   name,
		"server": c.plan.Server,
		"config": fmt.Sprintf(`{"awsAuthConfig":{"clusterName":%q,"roleARN":%q},"tlsClientConfig":{"insecure":false,"caData":%q}}`,
			name, role, c.plan.Authority),
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
