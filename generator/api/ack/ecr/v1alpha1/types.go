// Package v1alpha1 holds the kind Repository of ecr.services.k8s.aws/v1alpha1, with the fields that this repository uses. Names
// are those of the CRD in ecr-controller v1.8.1 (https://aws-controllers-k8s.github.io/community/reference/ecr/v1alpha1/repository/).
package v1alpha1

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/api/ack"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "ecr.services.k8s.aws", Version: "v1alpha1"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Repository{})
	return nil
}

// Repository holds images in Amazon ECR.
type Repository struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              RepositorySpec `json:"spec"`
}

// RepositorySpec is what Amazon ECR is told (Amazon ECR API Reference, CreateRepository).
type RepositorySpec struct {
	Name                       string        `json:"name"`
	ImageTagMutability         TagMutability `json:"imageTagMutability"`
	ImageScanningConfiguration Scanning      `json:"imageScanningConfiguration"`
	EncryptionConfiguration    Encryption    `json:"encryptionConfiguration"`
	// LifecyclePolicy is a document in JSON, which says which images end.
	LifecyclePolicy string    `json:"lifecyclePolicy"`
	Tags            []ack.Tag `json:"tags,omitempty"`
}

// TagMutability says whether a tag may come to name another image. The CRD does not check it.
type TagMutability string

// Immutable is for tags that name one image for ever.
const Immutable TagMutability = "IMMUTABLE"

// Scanning for known vulnerabilities.
type Scanning struct {
	ScanOnPush bool `json:"scanOnPush"`
}

// Encryption of layers; it is chosen when the repository is made.
type Encryption struct {
	EncryptionType EncryptionType `json:"encryptionType"`
}

// EncryptionType says whose key it is. The CRD does not check it.
type EncryptionType string

// The types of encryption.
const (
	AES256  EncryptionType = "AES256" // a key of Amazon S3's
	KMS     EncryptionType = "KMS"    // one in AWS KMS
	KMSDSSE EncryptionType = "KMS_DSSE"
)

// DeepCopyObject implements runtime.Object.
func (in *Repository) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Tags = slices.Clone(in.Spec.Tags)
	return &out
}
