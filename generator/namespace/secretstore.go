package namespace

import (
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// reader is the ServiceAccount as which secrets are read.
const reader = "secrets-reader"

// secretStore reads AWS Secrets Manager as a role of its own, which IAM confines to the environment's prefix: the
// operator's controller has no rights at AWS, so no namespace can reach another's secrets through it.
func secretStore(n *plan.Namespace) []manifest.Object {
	account := objectMeta(n, reader)
	account.Annotations = map[string]string{
		"eks.amazonaws.com/role-arn": "arn:aws:iam::" + n.Cluster.Fleet.Account + ":role/" + plan.SecretsRole(n.Cluster.Name, n.Name()),
	}
	return []manifest.Object{
		&corev1.ServiceAccount{
			TypeMeta: typeMeta("v1", "ServiceAccount"), ObjectMeta: account, AutomountServiceAccountToken: ptr.To(false),
		},
		&externalsecrets.SecretStore{
			TypeMeta:   typeMeta("external-secrets.io/v1", "SecretStore"),
			ObjectMeta: objectMeta(n, plan.SecretStore),
			Spec: externalsecrets.SecretStoreSpec{Provider: externalsecrets.Provider{AWS: externalsecrets.AWSProvider{
				Service: "SecretsManager",
				Region:  n.Cluster.Region,
				Auth: externalsecrets.AWSAuth{JWT: externalsecrets.JWTAuth{
					ServiceAccountRef: externalsecrets.ServiceAccountRef{Name: reader},
				}},
			}}},
		},
	}
}
