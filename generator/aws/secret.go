package aws

import (
	"strings"

	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Taken are the secrets that some cluster makes already. Clusters of one account and region that host the same environment read
// the same secrets, and each has one owner: two would set their own key and tags in turn.
type Taken map[string]bool

// take says whether the cluster is the first that asks for a secret.
func (t Taken) take(c *plan.Cluster, key string) bool {
	arn := c.ARN("secretsmanager", "secret:"+key)
	before := t[arn]
	t[arn] = true
	return !before
}

// secrets are the empty containers of what the ExternalSecrets of a cluster read. People and rotation fill them.
func secrets(c *plan.Cluster, entries []manifest.Entry, taken Taken) []manifest.Object {
	var objects []manifest.Object
	for _, entry := range entries {
		e, ok := entry.Object.(*externalsecrets.ExternalSecret)
		if !ok {
			continue
		}
		for _, key := range keys(e) {
			if taken.take(c, key) {
				objects = append(objects, secret(c, key))
			}
		}
	}
	return objects
}

// keys are the names of the secrets that an ExternalSecret reads; what generators make has none.
func keys(e *externalsecrets.ExternalSecret) []string {
	var all []string
	for _, d := range e.Spec.Data {
		all = append(all, d.RemoteRef.Key)
	}
	for _, from := range e.Spec.DataFrom {
		if from.SourceRef == nil {
			all = append(all, from.Extract.Key)
		}
	}
	return all
}

// secret is named as its key is, with dots, which no part of a key has.
func secret(c *plan.Cluster, key string) *secretsmanager.Secret {
	return &secretsmanager.Secret{
		TypeMeta:   typeMeta(secretsmanager.GroupVersion, "Secret"),
		ObjectMeta: objectMeta(strings.ReplaceAll(key, "/", ".")),
		Spec: secretsmanager.SecretSpec{
			Name: key, Description: "Filled by people and rotation, read by External Secrets", KMSKeyID: c.EncryptionKey,
		},
	}
}
