// Package v1alpha1 holds the kind Bucket of s3.services.k8s.aws/v1alpha1, with the fields that this repository uses. Names are
// those of its CRD at v1.10.0, values those of S3's own API, which the CRD does not list
// (https://aws-controllers-k8s.github.io/community/reference/s3/v1alpha1/bucket/).
package v1alpha1

import (
	"github.com/example/fastapi-gitops/generator/api/ack"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "s3.services.k8s.aws", Version: "v1alpha1"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Bucket{})
	return nil
}

// Bucket is one in Amazon S3.
type Bucket struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              BucketSpec `json:"spec"`
}

// BucketSpec is what the controller sets.
type BucketSpec struct {
	Name                      string                     `json:"name"` // immutable
	CreateBucketConfiguration *CreateBucketConfiguration `json:"createBucketConfiguration,omitempty"`
	Versioning                *Versioning                `json:"versioning,omitempty"`
	Encryption                *Encryption                `json:"encryption,omitempty"`
	PublicAccessBlock         *PublicAccessBlock         `json:"publicAccessBlock,omitempty"`
	OwnershipControls         *OwnershipControls         `json:"ownershipControls,omitempty"`
	Policy                    string                     `json:"policy,omitempty"` // a policy document of IAM
	Lifecycle                 *Lifecycle                 `json:"lifecycle,omitempty"`
	Tagging                   *Tagging                   `json:"tagging,omitempty"`
}

// CreateBucketConfiguration says where the bucket is; S3 wants it left out for us-east-1.
type CreateBucketConfiguration struct {
	LocationConstraint string `json:"locationConstraint"`
}

// Versioning of objects.
type Versioning struct {
	Status VersioningStatus `json:"status"`
}

// VersioningStatus is whether older versions of objects are kept.
type VersioningStatus string

// VersioningEnabled keeps them.
const VersioningEnabled VersioningStatus = "Enabled"

// Encryption of objects for which a request asks for none.
type Encryption struct {
	Rules []EncryptionRule `json:"rules"`
}

// EncryptionRule is the one that a bucket has.
type EncryptionRule struct {
	ApplyServerSideEncryptionByDefault EncryptionByDefault `json:"applyServerSideEncryptionByDefault"`
	BucketKeyEnabled                   bool                `json:"bucketKeyEnabled,omitempty"`
}

// EncryptionByDefault says with which key; with SSEKMS and none it is the one that AWS keeps for S3 in the account.
type EncryptionByDefault struct {
	SSEAlgorithm   SSEAlgorithm `json:"sseAlgorithm"`
	KMSMasterKeyID string       `json:"kmsMasterKeyID,omitempty"`
}

// SSEAlgorithm is how S3 encrypts.
type SSEAlgorithm string

// SSEKMS is with a key of KMS.
const SSEKMS SSEAlgorithm = "aws:kms"

// PublicAccessBlock refuses what would open the bucket to the world.
type PublicAccessBlock struct {
	BlockPublicACLs       bool `json:"blockPublicACLs"`
	BlockPublicPolicy     bool `json:"blockPublicPolicy"`
	IgnorePublicACLs      bool `json:"ignorePublicACLs"`
	RestrictPublicBuckets bool `json:"restrictPublicBuckets"`
}

// OwnershipControls say whose objects are.
type OwnershipControls struct {
	Rules []OwnershipRule `json:"rules"`
}

// OwnershipRule is the one that a bucket has.
type OwnershipRule struct {
	ObjectOwnership ObjectOwnership `json:"objectOwnership"`
}

// ObjectOwnership is who owns what somebody writes.
type ObjectOwnership string

// BucketOwnerEnforced leaves rights to policies alone: access control lists have no effect.
const BucketOwnerEnforced ObjectOwnership = "BucketOwnerEnforced"

// Lifecycle is what S3 does to objects as they age.
type Lifecycle struct {
	Rules []LifecycleRule `json:"rules"`
}

// LifecycleRule is for the objects of a filter.
type LifecycleRule struct {
	ID                             string                       `json:"id"`
	Status                         LifecycleStatus              `json:"status"`
	Filter                         LifecycleFilter              `json:"filter"`
	Expiration                     *Expiration                  `json:"expiration,omitempty"`
	NoncurrentVersionExpiration    *NoncurrentVersionExpiration `json:"noncurrentVersionExpiration,omitempty"`
	AbortIncompleteMultipartUpload *AbortMultipartUpload        `json:"abortIncompleteMultipartUpload,omitempty"`
}

// LifecycleStatus is whether a rule is in force.
type LifecycleStatus string

// LifecycleEnabled is in force.
const LifecycleEnabled LifecycleStatus = "Enabled"

// LifecycleFilter is the objects whose names begin so.
type LifecycleFilter struct {
	Prefix string `json:"prefix"`
}

// Expiration is the age in days at which an object goes, and its delete marker where no version is left.
type Expiration struct {
	Days int64 `json:"days"`
}

// NoncurrentVersionExpiration counts from when a version was replaced or deleted.
type NoncurrentVersionExpiration struct {
	NoncurrentDays int64 `json:"noncurrentDays"`
}

// AbortMultipartUpload counts from when the upload began.
type AbortMultipartUpload struct {
	DaysAfterInitiation int64 `json:"daysAfterInitiation"`
}

// Tagging has the tags of a bucket.
type Tagging struct {
	TagSet []ack.Tag `json:"tagSet"`
}
