package argocd

import (
	"encoding/json"

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
	return manifest.Place(bootstrapPath(f), known(f.Hub, "https://kubernetes.default.svc", clusterConfig{}))
}

// otherClusters makes those known that have joined. Argo CD goes there with a token of IAM for the role that the cluster's
// access entry lets in, so there is no credential in these either.
func otherClusters(f *plan.Fleet, _ *Held) []manifest.Entry {
	var secrets []manifest.Object
	for _, c := range f.Clusters {
		if c.Joined() {
			secrets = append(secrets, known(c, c.Server, clusterConfig{
				AWS: &awsAuth{Cluster: c.Name, Role: f.ARN("iam", "role/"+plan.DeployerRole(c.Name))},
				TLS: tlsClient{Authority: c.Authority},
			}))
		}
	}
	return manifest.Place(hubPath(f), secrets...)
}

// clusterConfig is how Argo CD goes to a cluster (Argo CD, "Declarative Setup", Clusters and EKS).
type clusterConfig struct {
	AWS *awsAuth  `json:"awsAuthConfig,omitempty"`
	TLS tlsClient `json:"tlsClientConfig"`
}

type awsAuth struct {
	Cluster string `json:"clusterName"`
	Role    string `json:"roleARN"`
}

type tlsClient struct {
	Insecure  bool   `json:"insecure"`
	Authority string `json:"caData,omitempty"` // in base64
}

// known makes a cluster known to Argo CD by its name and, for the ApplicationSets, by what it hosts.
func known(c *plan.Cluster, server string, config clusterConfig) *corev1.Secret {
	meta := objectMeta("cluster-" + c.Name)
	meta.Labels = map[string]string{"argocd.argoproj.io/secret-type": "cluster", "region": c.Region}
	for _, n := range c.Namespaces {
		meta.Labels[hostsLabel(n.Name())] = "true"
	}
	text, err := json.Marshal(config)
	if err != nil {
		panic(err) // strings and a bool
	}
	return &corev1.Secret{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: meta,
		Type:       corev1.SecretTypeOpaque,
		StringData: map[string]string{"name": c.Name, "server": server, "config": string(text)},
	}
}
