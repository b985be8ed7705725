package plan

import "path"

// ArgoCDNamespace is the namespace in which Argo CD runs.
const ArgoCDNamespace = "argocd"

// ArgoCDHost is where people and webhooks reach Argo CD, on the hub.
func (f *Fleet) ArgoCDHost() string { return "argocd." + f.Domain }

// SecretStore is the name of the store of secrets in the namespace of an environment.
const SecretStore = "aws-secrets-manager"

// ClusterIssuer is the name of what signs the certificates that apps are served with.
const ClusterIssuer = "letsencrypt"

// DefaultDeny is the name of the NetworkPolicy that closes a namespace, by which admission knows it.
const DefaultDeny = "default-deny"

// SecretsRole is the name of the IAM role that reads the secrets of an environment on a cluster.
func SecretsRole(cluster, environment string) string { return cluster + "-" + environment + "-secrets" }

// SecretKey is the name of a secret in AWS Secrets Manager.
func SecretKey(environment, app, secret string) string { return path.Join(environment, app, secret) }

// SecretsReader is the ServiceAccount as which the secrets of an environment are read.
const SecretsReader = "secrets-reader"

// HubRole is the name of the IAM role as which Argo CD on the hub goes to the fleet's other clusters, and DeployerRole
// that of the role which it takes on there.
func HubRole(hub string) string          { return hub + "-argocd" }
func DeployerRole(cluster string) string { return cluster + "-deployer" }

// ArgoCDAccounts are the ServiceAccounts of Argo CD that talk to clusters (Argo CD 3.4, "Declarative Setup", "EKS").
var ArgoCDAccounts = []string{"argocd-application-controller", "argocd-applicationset-controller", "argocd-server"}

// PodRole is the name of the IAM role of a ServiceAccount on a cluster.
func PodRole(cluster, serviceAccount string) string { return cluster + "-" + serviceAccount }
