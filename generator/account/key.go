package account

import (
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// pendingDays are those between the deletion of a key, by hand, and its end: the most that KMS gives.
const pendingDays = 30

// addKey makes the key that encrypts the Secrets of a cluster, its logs, and what it has in AWS Secrets Manager. Its policy leaves
// the rights to those of IAM, as that of every new key does: EKS uses it by a grant of the role that makes the cluster.
func (t *Template) addKey(c *plan.Cluster) {
	id := logical(c.Name) + "Key"
	t.Resources[id] = Resource{
		Type: "AWS::KMS::Key", Condition: t.in(c.Region), DeletionPolicy: retain, UpdateReplacePolicy: retain,
		Properties: Key{
			Description:         "Secrets and logs of EKS cluster " + c.Name,
			EnableKeyRotation:   true,
			PendingWindowInDays: pendingDays,
			KeyPolicy: iam.NewDocument(iam.Statement{
				Sid: "RightsByIAM", Effect: iam.EffectAllow,
				Principal: map[string]string{"AWS": c.Fleet.ARN("iam", "root")},
				Action:    []string{"kms:*"}, Resource: []string{"*"}, // the key itself
			}, forLogs(c), forSecrets(c)),
		},
	}
	t.Resources[id+"Alias"] = Resource{
		Type: "AWS::KMS::Alias", Condition: t.in(c.Region),
		Properties: Alias{AliasName: "alias/" + c.Name, TargetKeyID: Ref{id}},
	}
	t.Outputs[id] = Output{
		Description: "encryptionKey of clusters/" + c.Fleet.Name + "/" + c.Name + ".yaml",
		Condition:   t.in(c.Region), Value: GetAtt{[2]string{id, "Arn"}},
	}
}

// forLogs lets CloudWatch Logs use the key for the log groups of the cluster (Amazon CloudWatch Logs User Guide, "Encrypt log data
// in CloudWatch Logs using AWS Key Management Service").
func forLogs(c *plan.Cluster) iam.Statement {
	return iam.Statement{
		Sid: "CloudWatchLogs", Effect: iam.EffectAllow,
		Principal: map[string]string{"Service": "logs." + c.Region + "." + plan.PartitionOf(c.Region).Suffix},
		Action:    []string{"kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		Resource:  []string{"*"},
		Condition: iam.Condition{"ArnLike": {"kms:EncryptionContext:aws:logs:arn": {c.ARN("logs", "log-group:"+c.LogGroup("*"))}}},
	}
}

// forSecrets lets everyone in the account use the key by way of AWS Secrets Manager, where rights to a secret are what counts: as
// the key that AWS keeps for the service does, so that no reader needs a right to the key besides (AWS Secrets Manager User Guide,
// "Secret encryption and decryption").
func forSecrets(c *plan.Cluster) iam.Statement {
	return iam.Statement{
		Sid: "SecretsManager", Effect: iam.EffectAllow,
		Principal: map[string]string{"AWS": "*"},
		Action:    []string{"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		Resource:  []string{"*"},
		Condition: iam.Condition{"StringEquals": {
			"kms:CallerAccount": {c.Fleet.Account},
			"kms:ViaService":    {"secretsmanager." + c.Region + "." + plan.PartitionOf(c.Region).Suffix},
		}},
	}
}

// addZone makes the zone of the fleet's domain.
func (t *Template) addZone(f *plan.Fleet) {
	const id = "Zone"
	t.Resources[id] = Resource{
		Type: "AWS::Route53::HostedZone", Condition: t.in(f.Hub.Region), DeletionPolicy: retain, UpdateReplacePolicy: retain,
		Properties: HostedZone{Name: f.Domain, HostedZoneConfig: HostedZoneConfig{Comment: "Hosts of fleet " + f.Name}},
	}
	t.Outputs[id] = Output{Description: "zone of clusters/" + f.Name + "/fleet.yaml", Condition: t.in(f.Hub.Region), Value: Ref{id}}
	t.Outputs[id+"NameServers"] = Output{
		Description: "Name servers to delegate " + f.Domain + " to", Condition: t.in(f.Hub.Region),
		Value: Join{[2]any{", ", GetAtt{[2]string{id, "NameServers"}}}},
	}
}
