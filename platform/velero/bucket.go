package velero

import (
	"encoding/json"

	"github.com/example/fastapi-gitops/generator/api/ack"
	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// prefix of what Velero writes into the bucket.
const prefix = "velero"

// Days after which S3 deletes what Velero left: versions that were replaced or deleted, which protect from a mistake for that
// long; parts of uploads that never ended; and backups, which Velero itself deletes after keptFor.
const (
	noncurrentDays = 30
	uploadDays     = 7
	backupDays     = 90
)

// bucket is the one with the cluster's state. It outlives its object and the cluster, and a cluster that is made anew takes it
// over.
func bucket(c *plan.Cluster) *s3.Bucket {
	return &s3.Bucket{
		TypeMeta: metav1.TypeMeta{APIVersion: s3.GroupVersion.String(), Kind: "Bucket"},
		ObjectMeta: metav1.ObjectMeta{
			Name: "state", Namespace: plan.ACKNamespace,
			Annotations: map[string]string{ack.DeletionPolicy: ack.Retain, ack.AdoptionPolicy: ack.AdoptOrCreate},
		},
		Spec: s3.BucketSpec{
			Name:                      c.StateBucket(),
			CreateBucketConfiguration: constraint(c.Region),
			Versioning:                &s3.Versioning{Status: s3.VersioningEnabled},
			Encryption: &s3.Encryption{Rules: []s3.EncryptionRule{{
				ApplyServerSideEncryptionByDefault: s3.EncryptionByDefault{SSEAlgorithm: s3.SSEKMS, KMSMasterKeyID: c.EncryptionKey},
				BucketKeyEnabled:                   true, // one call of KMS for many objects
			}}},
			PublicAccessBlock: &s3.PublicAccessBlock{
				BlockPublicACLs: true, BlockPublicPolicy: true, IgnorePublicACLs: true, RestrictPublicBuckets: true,
			},
			OwnershipControls: &s3.OwnershipControls{Rules: []s3.OwnershipRule{{ObjectOwnership: s3.BucketOwnerEnforced}}},
			Policy:            policy(c),
			Lifecycle: &s3.Lifecycle{Rules: []s3.LifecycleRule{{
				ID:                             prefix,
				Status:                         s3.LifecycleEnabled,
				Filter:                         s3.LifecycleFilter{Prefix: prefix + "/"},
				Expiration:                     &s3.Expiration{Days: backupDays},
				NoncurrentVersionExpiration:    &s3.NoncurrentVersionExpiration{NoncurrentDays: noncurrentDays},
				AbortIncompleteMultipartUpload: &s3.AbortMultipartUpload{DaysAfterInitiation: uploadDays},
			}}},
			Tagging: &s3.Tagging{TagSet: []ack.Tag{{Key: "cluster", Value: c.Name}, {Key: "fleet", Value: c.Fleet.Name}}},
		},
	}
}

// constraint says where a bucket is; S3 takes none for its first region (Amazon S3 API Reference, CreateBucket).
func constraint(region string) *s3.CreateBucketConfiguration {
	if region == "us-east-1" {
		return nil
	}
	return &s3.CreateBucketConfiguration{LocationConstraint: region}
}

// policy refuses requests without TLS, and leaves what is in the bucket, Secrets among it, to Velero and the fleet's admins: many
// roles may read every bucket of an account.
func policy(c *plan.Cluster) string {
	admitted := []string{c.Fleet.ARN("iam", "role/"+plan.PodRole(c.Name, name))}
	for _, role := range c.Fleet.Roles.Admins {
		admitted = append(admitted, string(role))
	}
	everyone := map[string]string{"AWS": "*"}
	text, _ := json.Marshal(iam.NewDocument( // of text alone, which is always JSON
		iam.Statement{
			Sid: "TLSOnly", Effect: iam.EffectDeny, Principal: everyone,
			Action: []string{"s3:*"}, Resource: []string{bucketARN(c), bucketARN(c) + "/*"},
			Condition: iam.Condition{"Bool": {"aws:SecureTransport": {"false"}}},
		},
		iam.Statement{
			Sid: "NobodyElse", Effect: iam.EffectDeny, Principal: everyone,
			Action:    []string{"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"},
			Resource:  []string{bucketARN(c) + "/*"},
			Condition: iam.Condition{"ArnNotEquals": {"aws:PrincipalArn": admitted}},
		},
	))
	return string(text)
}

func bucketARN(c *plan.Cluster) string {
	return "arn:" + plan.PartitionOf(c.Region).Name + ":s3:::" + c.StateBucket()
}
