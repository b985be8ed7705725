// Package v1alpha1 holds the kind Bundle of trust.cert-manager.io/v1alpha1, with the fields that this repository uses. The
// project's own module brings 270 packages along; names are those of its CRD at v0.24.0
// (https://cert-manager.io/docs/trust/trust-manager/api-reference/).
package v1alpha1

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/utils/ptr"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "trust.cert-manager.io", Version: "v1alpha1"}

// AddToScheme registers the kind.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Bundle{})
	return nil
}

// Bundle copies certificates that are to be trusted from its sources to a ConfigMap of its own name in each of the target's
// namespaces.
type Bundle struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              BundleSpec `json:"spec"`
}

// BundleSpec says from where and whereto.
type BundleSpec struct {
	Sources []Source `json:"sources"`
	Target  Target   `json:"target"`
}

// Source is one of the two, in trust-manager's own trust namespace.
type Source struct {
	Secret    *Object `json:"secret,omitempty"`
	ConfigMap *Object `json:"configMap,omitempty"`
}

// Object is a key of a Secret or ConfigMap: of the one with that name, or of all that the selector finds, which may be none.
type Object struct {
	Name     string                `json:"name,omitempty"`
	Selector *metav1.LabelSelector `json:"selector,omitempty"`
	Key      string                `json:"key"`
}

// Target is what is made.
type Target struct {
	ConfigMap         Key                  `json:"configMap"`
	NamespaceSelector metav1.LabelSelector `json:"namespaceSelector"`
}

// Key of the ConfigMap that has the certificates as PEM.
type Key struct {
	Key string `json:"key"`
}

// DeepCopyObject implements runtime.Object.
func (in *Bundle) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Sources = slices.Clone(in.Spec.Sources)
	for i, source := range out.Spec.Sources {
		out.Spec.Sources[i] = Source{Secret: source.Secret.copied(), ConfigMap: source.ConfigMap.copied()}
	}
	in.Spec.Target.NamespaceSelector.DeepCopyInto(&out.Spec.Target.NamespaceSelector)
	return &out
}

// copied shares nothing with the original.
func (in *Object) copied() *Object {
	if in == nil {
		return nil
	}
	out := ptr.To(*in)
	out.Selector = in.Selector.DeepCopy()
	return out
}
