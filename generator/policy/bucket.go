package policy

import (
	"encoding/json"
	"slices"

	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/plan"
)

// buckets: what is in a bucket stays secret, and can be had back after a mistake.
func buckets(o *object, r *report) {
	b, ok := o.Object.(*s3.Bucket)
	if !ok {
		return
	}
	spec := &b.Spec
	if err := plan.CheckBucketName(spec.Name); err != nil {
		r.add(o, "spec.name", "%q: %v", spec.Name, err)
	}
	if got, want := deref(spec.CreateBucketConfiguration).LocationConstraint, locationOf(o.cluster.plan.Region); got != want {
		r.add(o, "spec.createBucketConfiguration.locationConstraint", "%q: expected %q, where the cluster is", got, want)
	}
	if got := deref(spec.Versioning).Status; got != s3.VersioningEnabled {
		r.add(o, "spec.versioning.status", "%q: expected %s, or what is deleted is gone", got, s3.VersioningEnabled)
	}
	o.bucketEncryption(deref(spec.Encryption).Rules, r)
	o.bucketAccess(spec, r)
	o.bucketPolicy(spec, r)
	o.bucketLifecycle(deref(spec.Lifecycle).Rules, r)
}

// locationOf is what S3 is told of a region; nothing of its first (Amazon S3 API Reference, CreateBucket).
func locationOf(region string) string {
	if region == "us-east-1" {
		return ""
	}
	return region
}

// bucketEncryption: by KMS, which asks for rights of its own to read, and with the cluster's key where it has one.
func (o *object) bucketEncryption(rules []s3.EncryptionRule, r *report) {
	const field = "spec.encryption.rules"
	if len(rules) != 1 {
		r.add(o, field, "expected one, which is all that S3 takes")
		return
	}
	by := rules[0].ApplyServerSideEncryptionByDefault
	if by.SSEAlgorithm != s3.SSEKMS {
		r.add(o, field+"[0].applyServerSideEncryptionByDefault.sseAlgorithm", "%q: expected %s", by.SSEAlgorithm, s3.SSEKMS)
	}
	if want := o.cluster.plan.EncryptionKey; by.KMSMasterKeyID != want {
		r.add(o, field+"[0].applyServerSideEncryptionByDefault.kmsMasterKeyID", "%q: expected %q, the encryptionKey of the cluster",
			by.KMSMasterKeyID, want)
	}
	if !rules[0].BucketKeyEnabled {
		r.add(o, field+"[0].bucketKeyEnabled", "expected true, or each object costs a call of KMS")
	}
}

// bucketAccess: rights to a bucket are those of policies, and no policy opens it to the world.
func (o *object) bucketAccess(spec *s3.BucketSpec, r *report) {
	block := deref(spec.PublicAccessBlock)
	for field, set := range map[string]bool{
		"blockPublicACLs": block.BlockPublicACLs, "blockPublicPolicy": block.BlockPublicPolicy,
		"ignorePublicACLs": block.IgnorePublicACLs, "restrictPublicBuckets": block.RestrictPublicBuckets,
	} {
		if !set {
			r.add(o, "spec.publicAccessBlock."+field, "expected true")
		}
	}
	owners := deref(spec.OwnershipControls).Rules
	if len(owners) != 1 || owners[0].ObjectOwnership != s3.BucketOwnerEnforced {
		r.add(o, "spec.ownershipControls.rules", "expected %s, or access control lists open objects one by one", s3.BucketOwnerEnforced)
	}
}

// bucketPolicy refuses requests without TLS, and allows nothing, since rights are those of roles.
func (o *object) bucketPolicy(spec *s3.BucketSpec, r *report) {
	var document iam.Document
	if err := json.Unmarshal([]byte(spec.Policy), &document); err != nil {
		r.add(o, "spec.policy", "expected a policy document: %v", err)
		return
	}
	arn := "arn:" + plan.PartitionOf(o.cluster.plan.Region).Name + ":s3:::" + spec.Name
	if !slices.ContainsFunc(document.Statement, func(s iam.Statement) bool { return tlsOnly(s, arn) }) {
		r.add(o, "spec.policy", "misses a statement that denies s3:* to everyone without aws:SecureTransport, on %s and all below", arn)
	}
	for _, s := range document.Statement {
		if s.Effect != iam.EffectDeny {
			r.add(o, "spec.policy", "statement %q: expected Deny: who may use the bucket stands with his role", s.Sid)
		}
	}
}

// tlsOnly is the statement of the Amazon S3 User Guide, "Security best practices for Amazon S3".
func tlsOnly(s iam.Statement, arn string) bool {
	return s.Effect == iam.EffectDeny && s.Principal["AWS"] == "*" && slices.Contains(s.Action, "s3:*") &&
		slices.Contains(s.Resource, arn) && slices.Contains(s.Resource, arn+"/*") &&
		len(s.Condition) == 1 && len(s.Condition["Bool"]) == 1 &&
		slices.Equal(s.Condition["Bool"]["aws:SecureTransport"], []string{"false"})
}

// bucketLifecycle: older versions and parts of broken uploads are paid for until somebody deletes them.
func (o *object) bucketLifecycle(rules []s3.LifecycleRule, r *report) {
	const field = "spec.lifecycle.rules"
	var versions, uploads bool
	ids := map[string]bool{}
	for i, rule := range rules {
		if rule.ID == "" || ids[rule.ID] {
			r.add(o, at(field, i, ".id"), "%q: expected one of its own", rule.ID)
		}
		ids[rule.ID] = true
		if rule.Status != s3.LifecycleEnabled {
			r.add(o, at(field, i, ".status"), "%q: expected %s, or it does nothing", rule.Status, s3.LifecycleEnabled)
		}
		if e := rule.Expiration; e != nil && e.Days < 1 {
			r.add(o, at(field, i, ".expiration.days"), "%d: expected a day or more", e.Days)
		}
		versions = versions || deref(rule.NoncurrentVersionExpiration).NoncurrentDays > 0
		uploads = uploads || deref(rule.AbortIncompleteMultipartUpload).DaysAfterInitiation > 0
	}
	if !versions {
		r.add(o, field, "no rule has noncurrentVersionExpiration.noncurrentDays: older versions stay for ever")
	}
	if !uploads {
		r.add(o, field, "no rule has abortIncompleteMultipartUpload.daysAfterInitiation: parts of broken uploads stay for ever")
	}
}
