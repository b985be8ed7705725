package plan

import "path"

// SecretStore is the name of the store of secrets in the namespace of an environment.
const SecretStore = "aws-secrets-manager"

// SecretsRole is the name of the IAM role that reads the secrets of an environment on a cluster.
func SecretsRole(cluster, environment string) string { return cluster + "-" + environment + "-secrets" }

// SecretKey is the name of a secret in AWS Secrets Manager.
func SecretKey(environment, app, secret string) string { return path.Join(environment, app, secret) }
