package policy_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/api/ack"
	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
)

// keeper stands for what keeps copies of a cluster in a bucket, Secrets among them.
var keeper = component.Component{
	Name: "keeper", Namespace: "keeper", AlsoIn: []string{plan.ACKNamespace}, ReadsSecrets: "it copies them",
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For: func(c *plan.Cluster) component.Parts {
		role := &rbacv1.ClusterRole{Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"secrets"}, Verbs: []string{"list"}}}}
		role.APIVersion, role.Kind, role.Name = "rbac.authorization.k8s.io/v1", "ClusterRole", "keeper"
		return component.Parts{Objects: []manifest.Object{role, state(c)}}
	},
}

// state is the bucket.
func state(c *plan.Cluster) manifest.Object {
	arn := "arn:aws:s3:::" + c.StateBucket()
	text, _ := json.Marshal(iam.NewDocument(iam.Statement{
		Sid: "TLSOnly", Effect: iam.EffectDeny, Principal: map[string]string{"AWS": "*"},
		Action: []string{"s3:*"}, Resource: []string{arn, arn + "/*"},
		Condition: iam.Condition{"Bool": {"aws:SecureTransport": {"false"}}},
	}))
	b := &s3.Bucket{Spec: s3.BucketSpec{
		Name:                      c.StateBucket(),
		CreateBucketConfiguration: &s3.CreateBucketConfiguration{LocationConstraint: c.Region},
		Versioning:                &s3.Versioning{Status: s3.VersioningEnabled},
		Encryption: &s3.Encryption{Rules: []s3.EncryptionRule{{
			ApplyServerSideEncryptionByDefault: s3.EncryptionByDefault{SSEAlgorithm: s3.SSEKMS}, BucketKeyEnabled: true,
		}}},
		PublicAccessBlock: &s3.PublicAccessBlock{BlockPublicACLs: true, BlockPublicPolicy: true, IgnorePublicACLs: true, RestrictPublicBuckets: true},
		OwnershipControls: &s3.OwnershipControls{Rules: []s3.OwnershipRule{{ObjectOwnership: s3.BucketOwnerEnforced}}},
		Policy:            string(text),
		Lifecycle: &s3.Lifecycle{Rules: []s3.LifecycleRule{{
			ID: "all", Status: s3.LifecycleEnabled,
			Expiration:                     &s3.Expiration{Days: 90},
			NoncurrentVersionExpiration:    &s3.NoncurrentVersionExpiration{NoncurrentDays: 30},
			AbortIncompleteMultipartUpload: &s3.AbortMultipartUpload{DaysAfterInitiation: 7},
		}}},
	}}
	b.APIVersion, b.Kind, b.Name, b.Namespace = s3.GroupVersion.String(), "Bucket", "state", plan.ACKNamespace
	b.Annotations = map[string]string{ack.DeletionPolicy: ack.Retain, ack.AdoptionPolicy: ack.AdoptOrCreate}
	return b
}

const stateFile = "central/platform/keeper/objects/bucket-state.yaml"

// bucketCases spoil it.
var bucketCases = []ruleCase{
	{"bucket", stateFile, `spec.name="World"`, `
		bucket Bucket/ack-system/state spec.name
		bucket Bucket/ack-system/state spec.policy`},
	{"aws-owner", stateFile, `spec.name="world-second-state-111122223333"`, `
		aws-owner Bucket/ack-system/state spec.name
		bucket Bucket/ack-system/state spec.policy`},
	{"bucket", stateFile, `-spec.createBucketConfiguration`, `
		bucket Bucket/ack-system/state spec.createBucketConfiguration.locationConstraint`},
	{"bucket", stateFile, `spec.createBucketConfiguration.locationConstraint="eu-west-2"`, `
		bucket Bucket/ack-system/state spec.createBucketConfiguration.locationConstraint`},
	{"bucket", stateFile, `-spec.versioning`, `
		bucket Bucket/ack-system/state spec.versioning.status`},
	{"bucket", stateFile, `spec.versioning.status="enabled"`, `
		bucket Bucket/ack-system/state spec.versioning.status`},
	{"bucket", stateFile, `-spec.encryption`, `
		bucket Bucket/ack-system/state spec.encryption.rules`},
	{"bucket", stateFile, `spec.encryption.rules[0].applyServerSideEncryptionByDefault.sseAlgorithm="AES256"`, `
		bucket Bucket/ack-system/state spec.encryption.rules[0].applyServerSideEncryptionByDefault.sseAlgorithm`},
	{"bucket", stateFile, `spec.encryption.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyID="alias/other"`, `
		bucket Bucket/ack-system/state spec.encryption.rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyID`},
	{"bucket", stateFile, `-spec.encryption.rules[0].bucketKeyEnabled`, `
		bucket Bucket/ack-system/state spec.encryption.rules[0].bucketKeyEnabled`},
	{"bucket", stateFile, `spec.publicAccessBlock.blockPublicPolicy=false`, `
		bucket Bucket/ack-system/state spec.publicAccessBlock.blockPublicPolicy`},
	{"bucket", stateFile, `-spec.publicAccessBlock`, `
		bucket Bucket/ack-system/state spec.publicAccessBlock.blockPublicACLs
		bucket Bucket/ack-system/state spec.publicAccessBlock.blockPublicPolicy
		bucket Bucket/ack-system/state spec.publicAccessBlock.ignorePublicACLs
		bucket Bucket/ack-system/state spec.publicAccessBlock.restrictPublicBuckets`},
	{"bucket", stateFile, `spec.ownershipControls.rules[0].objectOwnership="ObjectWriter"`, `
		bucket Bucket/ack-system/state spec.ownershipControls.rules`},
	{"bucket", stateFile, `-spec.ownershipControls`, `
		bucket Bucket/ack-system/state spec.ownershipControls.rules`},
	{"bucket", stateFile, `-spec.policy`, `
		bucket Bucket/ack-system/state spec.policy`},
	{"bucket", stateFile, `spec.policy="{}"`, `
		bucket Bucket/ack-system/state spec.policy`},
	{"bucket", stateFile, `spec.lifecycle.rules[0].status="Disabled"`, `
		bucket Bucket/ack-system/state spec.lifecycle.rules[0].status`},
	{"bucket", stateFile, `spec.lifecycle.rules[0].id=""`, `
		bucket Bucket/ack-system/state spec.lifecycle.rules[0].id`},
	{"bucket", stateFile, `+spec.lifecycle.rules={"id":"all","status":"Enabled","filter":{"prefix":"a"},"expiration":{"days":0}}`, `
		bucket Bucket/ack-system/state spec.lifecycle.rules[1].expiration.days
		bucket Bucket/ack-system/state spec.lifecycle.rules[1].id`},
	{"bucket", stateFile, `-spec.lifecycle.rules[0].noncurrentVersionExpiration`, `
		bucket Bucket/ack-system/state spec.lifecycle.rules`},
	{"bucket", stateFile, `spec.lifecycle.rules[0].abortIncompleteMultipartUpload.daysAfterInitiation=0`, `
		bucket Bucket/ack-system/state spec.lifecycle.rules`},
	{"aws-resource", stateFile, `metadata.annotations[services.k8s.aws/deletion-policy]="delete"`, `
		aws-resource Bucket/ack-system/state metadata.annotations[services.k8s.aws/deletion-policy]`},
	{"rbac", "central/platform/keeper/objects/clusterrole-keeper.yaml", `rules[0].resources=["*"]`, `
		rbac ClusterRole/keeper rules[0].apiGroups[0]
		rbac ClusterRole/keeper rules[0].resources[0]`},
}

// TestBucketPolicy replaces parts of the policy's text.
func TestBucketPolicy(t *testing.T) {
	fleet := build(t, inputs())
	for old, spoilt := range map[string]string{
		`"Effect":"Deny"`:            `"Effect":"Allow"`,
		`"AWS":"*"`:                  `"AWS":"arn:aws:iam::111122223333:root"`,
		`"Action":["s3:*"]`:          `"Action":["s3:GetObject"]`,
		`/*"]`:                       `/velero/*"]`,
		`["false"]`:                  `["true"]`,
		`"Bool":{`:                   `"StringEquals":{"aws:PrincipalAccount":["111122223333"]},"Bool":{`,
		`"aws:SecureTransport":`:     `"aws:ViaAWSService":["false"],"aws:SecureTransport":`,
		`"Statement":[`:              `"Statement":[{"Sid":"Open","Effect":"Allow","Principal":{"AWS":"*"},"Action":["s3:GetObject"],"Resource":["*"]},`,
		`{"Version":"2012-10-17",`:   ``,
		`world-central-state-111122`: `world-second-state-111122`,
	} {
		text, ok := tree(t, state(fleet.Plan.Hub))["spec"].(map[string]any)["policy"].(string)
		if !ok || !strings.Contains(text, old) {
			t.Fatalf("nothing to spoil: %s in %s", old, text)
		}
		value, err := json.Marshal(strings.ReplaceAll(text, old, spoilt))
		if err != nil {
			t.Fatal(err)
		}
		got := names(policy.Check(with(t, fleet, stateFile, "spec.policy="+string(value))))
		if diff := cmp.Diff([]string{"bucket Bucket/ack-system/state spec.policy"}, got); diff != "" {
			t.Errorf("%s for %s: findings (-want +got):\n%s", spoilt, old, diff)
		}
	}
}

// TestSecretsNeedAReason takes the component's reason away.
func TestSecretsNeedAReason(t *testing.T) {
	fleet := build(t, inputs())
	hub := &fleet.Clusters[slices.IndexFunc(fleet.Clusters, func(c policy.Cluster) bool { return c.Plan == fleet.Plan.Hub })]
	silent := keeper
	silent.ReadsSecrets = ""
	for i := range hub.Installed {
		if hub.Installed[i].Name == keeper.Name {
			hub.Installed[i].Component = &silent
		}
	}
	want := []string{"rbac ClusterRole/keeper rules[0].apiGroups[0]", "rbac ClusterRole/keeper rules[0].resources[0]"}
	if diff := cmp.Diff(want, names(policy.Check(fleet))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
