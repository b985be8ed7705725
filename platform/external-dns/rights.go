package externaldns

import (
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// rights are the three calls that external-dns makes with our flags (external-dns 0.21.0, provider/aws/aws.go), with the
// records that it may change confined to addresses, to the texts that own them, and to the fleet's domain: were it the
// names of this cluster alone, an app with a host of its own choice would fail every record that changes along with its own until
// somebody gave it the right. What one request changes is judged together, so addresses and texts are one statement. The records by which cert-manager proves names
// lie among them, and are left to it. The ID of the zone is AWS's choice, so the statements name the records instead ("Using
// IAM policy conditions for fine-grained access control", Amazon Route 53 Developer Guide).
func rights(c *plan.Cluster) []iam.Statement {
	const (
		names = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
		types = "route53:ChangeResourceRecordSetsRecordTypes"
	)
	zones := "arn:" + plan.PartitionOf(c.Region).Name + ":route53:::hostedzone/*"
	change := iam.Allow(zones, "route53:ChangeResourceRecordSets")
	change.Condition = iam.Condition{
		"ForAllValues:StringEquals": {types: {"A", "AAAA", "TXT"}},
		"ForAllValues:StringLike":   {names: {c.Fleet.Domain, "*." + c.Fleet.Domain}},
	}
	proofs := change
	proofs.Effect = iam.EffectDeny
	proofs.Condition = iam.Condition{"ForAnyValue:StringLike": {names: {"_acme-challenge.*"}}}
	return []iam.Statement{
		change,
		proofs,
		iam.Allow(zones, "route53:ListResourceRecordSets"),
		iam.Allow("*", "route53:ListHostedZones"),
	}
}
