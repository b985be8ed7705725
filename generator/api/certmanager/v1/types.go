// Package v1 holds the kinds of cert-manager.io/v1 that this repository writes, with the fields that it uses. The project's
// own module brings 280 packages along; names are those of its CRDs at v1.21.1
// (https://cert-manager.io/docs/reference/api-docs/).
package v1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion of the API.
var GroupVersion = schema.GroupVersion{Group: "cert-manager.io", Version: "v1"}

// AddToScheme registers the kinds.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Certificate{}, &ClusterIssuer{}, &Issuer{})
	return nil
}

// ClusterIssuer signs certificates for every namespace.
type ClusterIssuer struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              IssuerSpec `json:"spec"`
}

// Issuer signs certificates for its own namespace.
type Issuer struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              IssuerSpec `json:"spec"`
}

// IssuerSpec says who signs; exactly one is set.
type IssuerSpec struct {
	ACME       *ACME       `json:"acme,omitempty"`
	CA         *CA         `json:"ca,omitempty"`
	SelfSigned *SelfSigned `json:"selfSigned,omitempty"`
}

// SelfSigned signs each certificate with its own key.
type SelfSigned struct{}

// CA signs with the certificate and key of a Secret.
type CA struct {
	SecretName string `json:"secretName"`
}

// ACME asks a server that speaks RFC 8555.
type ACME struct {
	Server string `json:"server"`
	// PrivateKeySecretRef is where the key of the account is kept, which cert-manager makes.
	PrivateKeySecretRef SecretRef `json:"privateKeySecretRef"`
	Solvers             []Solver  `json:"solvers"`
}

// SecretRef names a Secret: of the Issuer's namespace, or of cert-manager's own for a ClusterIssuer.
type SecretRef struct {
	Name string `json:"name"`
}

// Solver proves that the names in a certificate are ours.
type Solver struct {
	Selector Selector `json:"selector"`
	DNS01    DNS01    `json:"dns01"`
}

// Selector says which names a solver is for.
type Selector struct {
	DNSZones []string `json:"dnsZones,omitempty"`
}

// DNS01 proves it by a record in the zone.
type DNS01 struct {
	Route53 Route53 `json:"route53"`
}

// Route53 writes the record as the role of cert-manager's pods.
type Route53 struct {
	Region string `json:"region,omitempty"`
}

// Certificate is kept in a Secret and renewed in time.
type Certificate struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              CertificateSpec `json:"spec"`
}

// CertificateSpec says what is certified, by whom, and where it is kept.
type CertificateSpec struct {
	SecretName string    `json:"secretName"`
	IssuerRef  IssuerRef `json:"issuerRef"`
	CommonName string    `json:"commonName,omitempty"`
	DNSNames   []string  `json:"dnsNames,omitempty"`
	IsCA       bool      `json:"isCA,omitempty"`
	Duration   string    `json:"duration,omitempty"` // a Go duration; the default is 2160h
	// RenewBefore its end it is renewed, a Go duration; the default is a third of Duration.
	RenewBefore string     `json:"renewBefore,omitempty"`
	Usages      []string   `json:"usages,omitempty"` // the default is digital signature and key encipherment
	PrivateKey  PrivateKey `json:"privateKey"`
}

// IssuerRef names who signs.
type IssuerRef struct {
	Group string `json:"group"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
}

// PrivateKey is made anew with each certificate unless RotationPolicy says Never.
type PrivateKey struct {
	Algorithm      string `json:"algorithm,omitempty"` // RSA, ECDSA or Ed25519
	Size           int    `json:"size,omitempty"`      // bits
	Encoding       string `json:"encoding,omitempty"`  // PKCS1, the default, or PKCS8
	RotationPolicy string `json:"rotationPolicy,omitempty"`
}
