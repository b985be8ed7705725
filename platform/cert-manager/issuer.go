package certmanager

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// letsEncrypt is the production server of Let's Encrypt (https://letsencrypt.org/docs/acme-protocol-updates/).
const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory"

// objects is the ClusterIssuer that the Ingresses of apps name. It proves the names under the fleet's domain by DNS, so that a
// certificate is there before anybody can reach the cluster. The rest of the platform does not wait for Let's Encrypt.
func objects(c *plan.Cluster) []manifest.Object {
	return []manifest.Object{&api.ClusterIssuer{
		TypeMeta: typeMeta("ClusterIssuer"),
		ObjectMeta: metav1.ObjectMeta{
			Name:        plan.ClusterIssuer,
			Annotations: map[string]string{"argocd.argoproj.io/ignore-healthcheck": "true"},
		},
		Spec: api.IssuerSpec{ACME: &api.ACME{
			Server:              letsEncrypt,
			PrivateKeySecretRef: api.SecretRef{Name: plan.ClusterIssuer + "-account"},
			Solvers: []api.Solver{{
				Selector: api.Selector{DNSZones: []string{c.Fleet.Domain}},
				DNS01:    api.DNS01{Route53: api.Route53{Region: c.Region}},
			}},
		}},
	}}
}

// rights are those that cert-manager asks for, with the records confined to those by which names are proven
// (https://cert-manager.io/docs/configuration/acme/dns01/route53/, and "Using IAM policy conditions for fine-grained access
// control" in the Amazon Route 53 Developer Guide). The ID of the zone is AWS's choice, so they name the records instead.
func rights(c *plan.Cluster) []iam.Statement {
	arn := func(resource string) string {
		return "arn:" + plan.PartitionOf(c.Region).Name + ":route53:::" + resource
	}
	change := iam.Allow(arn("hostedzone/*"), "route53:ChangeResourceRecordSets")
	change.Condition = iam.Condition{
		"ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": {"TXT"}},
		"ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": {
			"_acme-challenge." + c.Fleet.Domain, "_acme-challenge.*." + c.Fleet.Domain,
		}},
	}
	return []iam.Statement{
		change,
		iam.Allow(arn("change/*"), "route53:GetChange"),
		iam.Allow(arn("hostedzone/*"), "route53:ListResourceRecordSets"),
		iam.Allow("*", "route53:ListHostedZonesByName"),
	}
}

func typeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: api.GroupVersion.String(), Kind: kind}
}
