package namespace

import (
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// secretStore is that of an environment.
func secretStore(n *plan.Namespace) []manifest.Object { return SecretStore(n.Cluster, n.Name()) }

// SecretStore reads AWS Secrets Manager as a role of its own, which IAM confines to the namespace's prefix: the operator's
// controller has no rights at AWS, so no namespace can reach another's secrets through it.
func SecretStore(c *plan.Cluster, namespace string) []manifest.Object {
	account := objectMeta(namespace, plan.SecretsReader)
	account.Annotations = map[string]string{
		"eks.amazonaws.com/role-arn": c.Fleet.ARN("iam", "role/"+plan.SecretsRole(c.Name, namespace)),
	}
	return []manifest.Object{
		&corev1.ServiceAccount{
			TypeMeta: typeMeta("v1", "ServiceAccount"), ObjectMeta: account, AutomountServiceAccountToken: ptr.To(false),
		},
		&externalsecrets.SecretStore{
			TypeMeta:   typeMeta("external-secrets.io/v1", "SecretStore"),
			ObjectMeta: objectMeta(namespace, plan.SecretStore),
			Spec: externalsecrets.SecretStoreSpec{Provider: externalsecrets.Provider{AWS: externalsecrets.AWSProvider{
				Service: "SecretsManager",
				Region:  c.Region,
				Auth: externalsecrets.AWSAuth{JWT: externalsecrets.JWTAuth{
					ServiceAccountRef: externalsecrets.ServiceAccountRef{Name: plan.SecretsReader},
				}},
			}}},
		},
	}
}
