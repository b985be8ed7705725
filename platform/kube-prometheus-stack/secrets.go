package kubeprometheusstack

import (
	"maps"
	"slices"

	generators "github.com/example/fastapi-gitops/generator/api/externalsecrets/generators/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Secrets of the namespace: of Grafana's administrator, and of where alerts are sent, which is "alertmanager" in AWS Secrets
// Manager.
const (
	adminSecret     = "grafana-admin"
	receiversSecret = "alertmanager-receivers"
	receiversSource = "alertmanager"
)

// Keys of Grafana's Secret, as the chart expects them.
const (
	adminUser     = "admin-user"
	adminPassword = "admin-password"
)

func secrets(c *plan.Cluster) []manifest.Object {
	objects := grafanaAdmin()
	if c.Fleet.Alerts == nil {
		return objects
	}
	e := externalSecret(receiversSecret)
	e.Spec.SecretStoreRef = externalsecrets.SecretStoreRef{Kind: "SecretStore", Name: plan.SecretStore}
	e.Spec.RefreshInterval = "15m0s"
	for _, key := range keys(c.Fleet.Alerts) {
		e.Spec.Data = append(e.Spec.Data, externalsecrets.Data{SecretKey: string(key), RemoteRef: externalsecrets.RemoteRef{
			Key: plan.SecretKey(monitoring, c.Fleet.Name, receiversSource), Property: string(key),
		}})
	}
	return append(append(namespace.SecretStore(c, monitoring), e), objects...)
}

// keys are those of the secret with the receivers, each once.
func keys(alerts *config.Alerts) []config.AlertKey {
	all := []config.AlertKey{alerts.Heartbeat}
	for r := range maps.Values(alerts.Receivers) {
		all = append(all, r.Slack, r.PagerDuty)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(k config.AlertKey) bool { return k == "" })
}

// grafanaAdmin has External Secrets make up a password, once in each cluster: nobody needs to know it, since whoever gets to
// Grafana may look at everything there.
func grafanaAdmin() []manifest.Object {
	e := externalSecret(adminSecret)
	e.Spec.RefreshInterval = "0s" // once
	e.Spec.Target.Template.Data = map[string]string{adminUser: "admin", adminPassword: "{{ .password }}"}
	e.Spec.DataFrom = []externalsecrets.DataFrom{{SourceRef: &externalsecrets.SourceRef{GeneratorRef: externalsecrets.GeneratorRef{
		APIVersion: generators.GroupVersion.String(), Kind: "Password", Name: adminSecret,
	}}}}
	return []manifest.Object{e, &generators.Password{
		TypeMeta:   metav1.TypeMeta{APIVersion: generators.GroupVersion.String(), Kind: "Password"},
		ObjectMeta: metav1.ObjectMeta{Name: adminSecret, Namespace: monitoring},
		Spec:       generators.PasswordSpec{Length: 32, AllowRepeat: true},
	}}
}

// externalSecret makes a Secret of the same name that goes with it.
func externalSecret(name string) *externalsecrets.ExternalSecret {
	return &externalsecrets.ExternalSecret{
		TypeMeta:   metav1.TypeMeta{APIVersion: externalsecrets.GroupVersion.String(), Kind: "ExternalSecret"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: monitoring},
		Spec: externalsecrets.ExternalSecretSpec{Target: externalsecrets.Target{
			Name: name, CreationPolicy: "Owner", DeletionPolicy: "Retain",
			Template: &externalsecrets.Template{Metadata: externalsecrets.TemplateMetadata{
				Labels: map[string]string{"app.kubernetes.io/part-of": "kube-prometheus-stack"},
			}},
		}},
	}
}

// identities hold the one as which External Secrets reads where alerts are sent.
func identities(c *plan.Cluster) []component.Identity {
	if c.Fleet.Alerts == nil {
		return nil
	}
	return []component.Identity{{ServiceAccount: plan.SecretsReader, IRSA: true, Statements: []iam.Statement{iam.Allow(
		c.ARN("secretsmanager", "secret:"+plan.SecretKey(monitoring, c.Fleet.Name, "*")),
		"secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:GetSecretValue",
		"secretsmanager:ListSecretVersionIds")}}}
}
