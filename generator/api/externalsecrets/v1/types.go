// Package v1 holds the kinds of external-secrets.io/v1 that this repository writes, with the fields that it uses. The
// project publishes no importable module of this API; names are those of its CRDs at v2.9.0
// (https://external-secrets.io/latest/api/spec/).
package v1

import (
	"maps"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "external-secrets.io", Version: "v1"}

// AddToScheme registers the kinds.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &ExternalSecret{}, &SecretStore{})
	return nil
}

// ExternalSecret makes a Secret from a provider's secret and keeps it fresh.
type ExternalSecret struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ExternalSecretSpec `json:"spec"`
}

// ExternalSecretSpec says what to fetch, from where, how often, and where to put it.
type ExternalSecretSpec struct {
	SecretStoreRef  SecretStoreRef `json:"secretStoreRef,omitzero"`
	RefreshInterval string         `json:"refreshInterval,omitempty"` // a Go duration; the default is 1h0m0s
	Target          Target         `json:"target"`
	Data            []Data         `json:"data,omitempty"`
	DataFrom        []DataFrom     `json:"dataFrom,omitempty"`
}

// SecretStoreRef names a store.
type SecretStoreRef struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// Target is the Secret to make.
type Target struct {
	Name           string    `json:"name"`
	CreationPolicy string    `json:"creationPolicy,omitempty"`
	DeletionPolicy string    `json:"deletionPolicy,omitempty"`
	Template       *Template `json:"template,omitempty"`
}

// Template shapes the Secret. Without one the labels and annotations of the ExternalSecret are copied to it, Argo CD's
// tracking mark among them.
type Template struct {
	Metadata    TemplateMetadata  `json:"metadata"`
	MergePolicy string            `json:"mergePolicy,omitempty"` // Merge keeps what is fetched beside data; the default is Replace
	Data        map[string]string `json:"data,omitempty"`
}

// TemplateMetadata is the Secret's metadata.
type TemplateMetadata struct {
	Labels map[string]string `json:"labels,omitempty"`
}

// Data takes one key of one provider's secret.
type Data struct {
	SecretKey string    `json:"secretKey"`
	RemoteRef RemoteRef `json:"remoteRef"`
}

// RemoteRef names the provider's secret, and a key in it.
type RemoteRef struct {
	Key      string `json:"key"`
	Property string `json:"property,omitempty"`
}

// DataFrom takes every key of one provider's secret, or of what a generator makes.
type DataFrom struct {
	Extract   Extract    `json:"extract,omitzero"`
	SourceRef *SourceRef `json:"sourceRef,omitempty"`
}

// SourceRef names a generator.
type SourceRef struct {
	GeneratorRef GeneratorRef `json:"generatorRef"`
}

// GeneratorRef is a generator of the ExternalSecret's namespace.
type GeneratorRef struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
}

// Extract names the provider's secret.
type Extract struct {
	Key string `json:"key"`
}

// SecretStore says how to reach a provider from one namespace.
type SecretStore struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              SecretStoreSpec `json:"spec"`
}

// SecretStoreSpec names the provider.
type SecretStoreSpec struct {
	Provider Provider `json:"provider"`
}

// Provider is AWS.
type Provider struct {
	AWS AWSProvider `json:"aws"`
}

// AWSProvider reads AWS Secrets Manager as the role of a ServiceAccount.
type AWSProvider struct {
	Service string  `json:"service"`
	Region  string  `json:"region"`
	Auth    AWSAuth `json:"auth"`
}

// AWSAuth authenticates by a token of a ServiceAccount (IAM roles for service accounts).
type AWSAuth struct {
	JWT JWTAuth `json:"jwt"`
}

// JWTAuth names the ServiceAccount.
type JWTAuth struct {
	ServiceAccountRef ServiceAccountRef `json:"serviceAccountRef"`
}

// ServiceAccountRef is a ServiceAccount of the store's namespace.
type ServiceAccountRef struct {
	Name string `json:"name"`
}

// DeepCopyObject implements runtime.Object.
func (in *ExternalSecret) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Data = slices.Clone(in.Spec.Data)
	out.Spec.DataFrom = slices.Clone(in.Spec.DataFrom)
	for i, from := range in.Spec.DataFrom {
		if from.SourceRef != nil {
			ref := *from.SourceRef
			out.Spec.DataFrom[i].SourceRef = &ref
		}
	}
	if in.Spec.Target.Template != nil {
		template := *in.Spec.Target.Template
		template.Metadata.Labels = maps.Clone(template.Metadata.Labels)
		template.Data = maps.Clone(template.Data)
		out.Spec.Target.Template = &template
	}
	return &out
}

// DeepCopyObject implements runtime.Object.
func (in *SecretStore) DeepCopyObject() runtime.Object {
	out := *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	return &out
}
