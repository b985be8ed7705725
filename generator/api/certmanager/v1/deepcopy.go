package v1

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"
)

// DeepCopyObject implements runtime.Object.
func (in *ClusterIssuer) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec = in.Spec.copied()
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *Issuer) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec = in.Spec.copied()
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *Certificate) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.DNSNames = slices.Clone(in.Spec.DNSNames)
	out.Spec.Usages = slices.Clone(in.Spec.Usages)
	return &out
}

// copied shares nothing with the original.
func (in IssuerSpec) copied() IssuerSpec {
	if in.CA != nil {
		in.CA = ptr.To(*in.CA)
	}
	if in.ACME != nil {
		in.ACME = ptr.To(*in.ACME)
		in.ACME.Solvers = slices.Clone(in.ACME.Solvers)
		for i := range in.ACME.Solvers {
			zones := &in.ACME.Solvers[i].Selector.DNSZones
			*zones = slices.Clone(*zones)
		}
	}
	return in
}
