// Package v1alpha1 holds the kind RecordSet of route53.services.k8s.aws/v1alpha1, with the fields that this repository uses. Names
// are those of the CRD in route53-controller v1.5.2
// (https://aws-controllers-k8s.github.io/community/reference/route53/v1alpha1/recordset/).
package v1alpha1

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "route53.services.k8s.aws", Version: "v1alpha1"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &RecordSet{})
	return nil
}

// RecordSet is the records of one name and type in a hosted zone.
type RecordSet struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              RecordSetSpec `json:"spec"`
}

// RecordSetSpec is what Route 53 is told (Amazon Route 53 API Reference, ResourceRecordSet).
type RecordSetSpec struct {
	// Name within the zone; the controller adds the zone's own unless it ends with a dot. Empty for the zone itself.
	Name            string           `json:"name,omitempty"`
	HostedZoneID    string           `json:"hostedZoneID"`
	RecordType      string           `json:"recordType"`
	TTL             int64            `json:"ttl,omitempty"` // seconds
	ResourceRecords []ResourceRecord `json:"resourceRecords,omitempty"`
}

// ResourceRecord has a value as a zone file writes it.
type ResourceRecord struct {
	Value string `json:"value"`
}

// DeepCopyObject implements runtime.Object.
func (in *RecordSet) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.ResourceRecords = slices.Clone(in.Spec.ResourceRecords)
	return &out
}
