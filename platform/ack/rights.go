package ack

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// The rights are for the calls that the controllers make for what our objects say (pkg/resource in their repositories, at the
// versions that the chart brings); the policies that the project recommends allow all of a service. None deletes: what is at AWS
// stays there when its object goes. None reads what is kept there either.

// logRights: the group that a name begins is searched for among all.
func logRights(c *plan.Cluster) []iam.Statement {
	return []iam.Statement{
		iam.Allow(c.ARN("logs", "log-group:*"), "logs:DescribeLogGroups"),
		iam.Allow(c.ARN("logs", "log-group:"+c.LogGroup("*")),
			"logs:CreateLogGroup", "logs:DescribeSubscriptionFilters", "logs:ListTagsForResource", "logs:PutRetentionPolicy",
			"logs:TagResource", "logs:UntagResource"),
	}
}

// repositoryRights: the repositories of the fleet are known by their tag, as to those who push. One that was there before
// becomes the fleet's by the tag alone.
func repositoryRights(f *plan.Fleet) []iam.Statement {
	all, tag := f.Registry.RepositoryARN("*"), plan.RepositoryTag
	tagged := iam.Allow(all, "ecr:CreateRepository", "ecr:TagResource")
	tagged.Condition = iam.Condition{"StringEquals": {"aws:RequestTag/" + tag: {f.AccountOwner}}}
	change := iam.Allow(all,
		"ecr:PutImageScanningConfiguration", "ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:UntagResource")
	change.Condition = iam.Condition{"StringEquals": {"aws:ResourceTag/" + tag: {f.AccountOwner}}}
	return []iam.Statement{
		iam.Allow(all, "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:ListTagsForResource"),
		tagged,
		change,
	}
}

// recordRights: of the fleet's zone, the record that says who issues certificates ("Using IAM policy conditions for fine-grained
// access control", Amazon Route 53 Developer Guide). The others are external-dns' and cert-manager's.
func recordRights(f *plan.Fleet) []iam.Statement {
	arn := func(resource string) string {
		return "arn:" + plan.PartitionOf(f.Hub.Region).Name + ":route53:::" + resource
	}
	change := iam.Allow(arn("hostedzone/"+f.Zone), "route53:ChangeResourceRecordSets")
	change.Condition = iam.Condition{"ForAllValues:StringEquals": {
		"route53:ChangeResourceRecordSetsActions":               {"CREATE", "UPSERT"},
		"route53:ChangeResourceRecordSetsNormalizedRecordNames": {f.Domain},
		"route53:ChangeResourceRecordSetsRecordTypes":           {"CAA"},
	}}
	return []iam.Statement{
		change,
		iam.Allow(arn("hostedzone/"+f.Zone), "route53:GetHostedZone", "route53:ListResourceRecordSets"),
		iam.Allow(arn("change/*"), "route53:GetChange"),
	}
}

// secretRights: secrets are found by listing, which is of no secret. Apps' are below the name of their environment, components'
// below that of their namespace and the fleet. The key is used by way of AWS Secrets Manager alone, as its policy allows to all
// whom the service lets in.
func secretRights(c *plan.Cluster) []iam.Statement {
	var ours []string
	for _, n := range c.Namespaces {
		ours = append(ours, c.ARN("secretsmanager", "secret:"+n.Name()+"/*"))
	}
	ours = append(ours, c.ARN("secretsmanager", "secret:"+plan.SecretKey("*", c.Fleet.Name, "*")))
	slices.Sort(ours)
	return []iam.Statement{
		iam.Allow("*", "secretsmanager:ListSecrets"),
		{
			Effect: iam.EffectAllow, Resource: slices.Compact(ours),
			Action: []string{
				"secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:TagResource",
				"secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
			},
		},
	}
}

// bucketRights are for the settings of the cluster's bucket, whose objects the controller never sees. Buckets are found by listing
// all of them, and of one that it found the controller reads every setting that it knows, whether or not an object says it.
func bucketRights(c *plan.Cluster) []iam.Statement {
	return []iam.Statement{
		iam.Allow("*", "s3:ListAllMyBuckets"),
		iam.Allow("arn:"+plan.PartitionOf(c.Region).Name+":s3:::"+c.StateBucket(),
			"s3:CreateBucket", "s3:GetAccelerateConfiguration", "s3:GetAnalyticsConfiguration", "s3:GetBucketAbac", "s3:GetBucketAcl",
			"s3:GetBucketCORS", "s3:GetBucketLocation", "s3:GetBucketLogging", "s3:GetBucketNotification",
			"s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
			"s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
			"s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetIntelligentTieringConfiguration",
			"s3:GetInventoryConfiguration", "s3:GetLifecycleConfiguration", "s3:GetMetricsConfiguration",
			"s3:GetReplicationConfiguration", "s3:ListBucket",
			"s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging",
			"s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"),
	}
}
