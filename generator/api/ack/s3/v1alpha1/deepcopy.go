package v1alpha1

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
)

// DeepCopyObject implements runtime.Object.
func (in *Bucket) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	s := &out.Spec
	s.CreateBucketConfiguration = copied(s.CreateBucketConfiguration)
	s.Versioning = copied(s.Versioning)
	s.PublicAccessBlock = copied(s.PublicAccessBlock)
	if s.Encryption = copied(s.Encryption); s.Encryption != nil {
		s.Encryption.Rules = slices.Clone(s.Encryption.Rules)
	}
	if s.OwnershipControls = copied(s.OwnershipControls); s.OwnershipControls != nil {
		s.OwnershipControls.Rules = slices.Clone(s.OwnershipControls.Rules)
	}
	if s.Tagging = copied(s.Tagging); s.Tagging != nil {
		s.Tagging.TagSet = slices.Clone(s.Tagging.TagSet)
	}
	if s.Lifecycle = copied(s.Lifecycle); s.Lifecycle != nil {
		s.Lifecycle.Rules = slices.Clone(s.Lifecycle.Rules)
		for i := range s.Lifecycle.Rules {
			rule := &s.Lifecycle.Rules[i]
			rule.Expiration = copied(rule.Expiration)
			rule.NoncurrentVersionExpiration = copied(rule.NoncurrentVersionExpiration)
			rule.AbortIncompleteMultipartUpload = copied(rule.AbortIncompleteMultipartUpload)
		}
	}
	return &out
}

func copied[T any](of *T) *T {
	if of == nil {
		return nil
	}
	copied := *of
	return &copied
}
