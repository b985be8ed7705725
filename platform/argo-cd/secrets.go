package argocd

import (
	"fmt"
	"strings"

	generators "github.com/example/fastapi-gitops/generator/api/externalsecrets/generators/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Secrets that Argo CD reads: by the label of a credential, by a reference of ours, or by their name.
const (
	repositorySecret    = "repository"
	chartsSecret        = "charts"
	ssoSecret           = "argocd-sso"
	webhookSecret       = "argocd-webhook"
	notificationsSecret = "argocd-notifications-secret"
)

// ours labels a Secret that others of Argo CD's settings refer to.
var ours = map[string]string{"app.kubernetes.io/part-of": "argocd"}

// secretType labels a credential (Argo CD, "Declarative Setup", Repositories): for one repository, or for all whose address
// begins alike.
const secretType = "argocd.argoproj.io/secret-type"

// secrets are those of Argo CD, each from AWS Secrets Manager, and the store that reads them.
func secrets(c *plan.Cluster) []manifest.Object {
	var objects []manifest.Object
	if !c.Fleet.ArgoCD.PublicRepository {
		objects = append(objects, repository(c))
	}
	objects = append(objects, chartCredential(c)...)
	if c.Fleet.ArgoCD.SSO != nil {
		objects = append(objects, external(c, ssoSecret, "sso", ours))
	}
	if c.Fleet.ArgoCD.Webhook != "" {
		objects = append(objects, external(c, webhookSecret, "webhook", ours))
	}
	if c.Fleet.ArgoCD.Slack != "" {
		objects = append(objects, external(c, notificationsSecret, "notifications", ours))
	}
	if len(objects) == 0 {
		return nil
	}
	return append(namespace.SecretStore(c, plan.ArgoCDNamespace), objects...)
}

// repository lets Argo CD read git.
func repository(c *plan.Cluster) *externalsecrets.ExternalSecret {
	e := external(c, repositorySecret, "repository", map[string]string{secretType: "repository"})
	return lasting(e, map[string]string{"type": "git", "url": c.Fleet.Repository})
}

// chartCredential lets Argo CD read the mirror of the charts, if that asks for one. The token of Amazon ECR is good for
// twelve hours (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
func chartCredential(c *plan.Cluster) []manifest.Object {
	data := map[string]string{"type": "helm", "url": strings.TrimPrefix(c.Fleet.Charts, "oci://")}
	if data["url"] != c.Fleet.Charts {
		data["enableOCI"] = "true"
	}
	registry, _, ecr := c.Fleet.ChartsECR()
	if !ecr && !c.Fleet.ArgoCD.PrivateCharts {
		return nil
	}
	e := lasting(external(c, chartsSecret, "charts", map[string]string{secretType: "repo-creds"}), data)
	if !ecr {
		return []manifest.Object{e}
	}
	e.Spec.SecretStoreRef, e.Spec.RefreshInterval = externalsecrets.SecretStoreRef{}, "4h0m0s"
	e.Spec.DataFrom = []externalsecrets.DataFrom{{SourceRef: &externalsecrets.SourceRef{GeneratorRef: externalsecrets.GeneratorRef{
		APIVersion: generators.GroupVersion.String(), Kind: "ECRAuthorizationToken", Name: chartsSecret,
	}}}}
	return []manifest.Object{ecrToken(registry), e}
}

func ecrToken(registry plan.Registry) *generators.ECRAuthorizationToken {
	return &generators.ECRAuthorizationToken{
		TypeMeta:   metav1.TypeMeta{APIVersion: generators.GroupVersion.String(), Kind: "ECRAuthorizationToken"},
		ObjectMeta: metav1.ObjectMeta{Name: chartsSecret, Namespace: plan.ArgoCDNamespace},
		Spec: generators.ECRAuthorizationTokenSpec{
			Region: registry.Region,
			Auth: generators.AWSAuth{JWT: generators.JWTAuth{
				ServiceAccountRef: generators.ServiceAccountRef{Name: plan.SecretsReader},
			}},
		},
	}
}

// external makes a Secret of a secret in AWS Secrets Manager.
func external(c *plan.Cluster, name, from string, labels map[string]string) *externalsecrets.ExternalSecret {
	return &externalsecrets.ExternalSecret{
		TypeMeta:   metav1.TypeMeta{APIVersion: externalsecrets.GroupVersion.String(), Kind: "ExternalSecret"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: plan.ArgoCDNamespace},
		Spec: externalsecrets.ExternalSecretSpec{
			SecretStoreRef:  externalsecrets.SecretStoreRef{Kind: "SecretStore", Name: plan.SecretStore},
			RefreshInterval: "15m0s",
			Target: externalsecrets.Target{
				Name: name, CreationPolicy: "Owner", DeletionPolicy: "Retain",
				Template: &externalsecrets.Template{Metadata: externalsecrets.TemplateMetadata{Labels: labels}},
			},
			DataFrom: []externalsecrets.DataFrom{{Extract: externalsecrets.Extract{Key: plan.SecretKey(plan.ArgoCDNamespace, c.Fleet.Name, from)}}},
		},
	}
}

// lasting is for what Argo CD reads its sources with. `make bootstrap` makes the Secret first, which External Secrets then
// takes over, and it stays when the ExternalSecret goes: without it Argo CD could not even undo that. The data comes beside
// what is fetched.
func lasting(e *externalsecrets.ExternalSecret, data map[string]string) *externalsecrets.ExternalSecret {
	e.Spec.Target.CreationPolicy = "Orphan"
	e.Spec.Target.Template.MergePolicy = "Merge"
	e.Spec.Target.Template.Data = data
	return e
}

// identities hold the one as which External Secrets reads for Argo CD.
func identities(c *plan.Cluster) []component.Identity {
	if len(secrets(c)) == 0 {
		return nil
	}
	statements := []iam.Statement{iam.Allow(
		c.ARN("secretsmanager", "secret:"+plan.SecretKey(plan.ArgoCDNamespace, c.Fleet.Name, "*")),
		"secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:GetSecretValue",
		"secretsmanager:ListSecretVersionIds")}
	if registry, prefix, ok := c.Fleet.ChartsECR(); ok {
		statements = append(statements, chartRights(c, registry, prefix)...)
	}
	return []component.Identity{{ServiceAccount: plan.SecretsReader, IRSA: true, Statements: statements}}
}

// chartRights are those to pull charts; a token carries the rights of the role that it was given to
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html, AmazonEC2ContainerRegistryPullOnly).
func chartRights(c *plan.Cluster, registry plan.Registry, prefix string) []iam.Statement {
	all := fmt.Sprintf("arn:%s:ecr:%s:%s:repository/%s", plan.PartitionOf(c.Region).Name, registry.Region, registry.Account,
		strings.TrimPrefix(prefix+"/*", "/"))
	return []iam.Statement{
		iam.Allow("*", "ecr:GetAuthorizationToken"),
		iam.Allow(all, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
	}
}
