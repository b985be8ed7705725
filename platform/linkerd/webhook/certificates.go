// Package webhook makes the certificates with which Linkerd's parts answer the API server.
package webhook

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Key of all certificates: Linkerd takes ECDSA with P-256 alone, and its policy controller reads PKCS #8 alone.
var Key = api.PrivateKey{Algorithm: "ECDSA", Size: 256, Encoding: "PKCS8", RotationPolicy: "Always"}

const (
	root      = "webhook-root"
	authority = "webhook-issuer"
)

// Certificates of the Services in a namespace, each of the Service's name and in the Secret <name>-k8s-tls, where Linkerd's
// charts look for it. An authority of the namespace's own signs them: it is what the API server trusts, so a certificate is
// renewed without a moment in which the two don't fit.
func Certificates(namespace string, services ...string) []manifest.Object {
	meta := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: namespace, Name: name} }
	objects := []manifest.Object{
		&api.Issuer{
			TypeMeta: TypeMeta("Issuer"), ObjectMeta: meta(root), Spec: api.IssuerSpec{SelfSigned: &api.SelfSigned{}},
		},
		&api.Certificate{
			TypeMeta: TypeMeta("Certificate"), ObjectMeta: meta(authority),
			Spec: api.CertificateSpec{
				SecretName: authority,
				IssuerRef:  IssuerRef("Issuer", root),
				CommonName: authority + "." + namespace,
				IsCA:       true,
				Usages:     []string{"cert sign", "crl sign"},
				Duration:   "87600h", // ten years
				PrivateKey: Key,
			},
		},
		&api.Issuer{
			TypeMeta: TypeMeta("Issuer"), ObjectMeta: meta(authority), Spec: api.IssuerSpec{CA: &api.CA{SecretName: authority}},
		},
	}
	for _, service := range services {
		host := service + "." + namespace + ".svc"
		objects = append(objects, &api.Certificate{
			TypeMeta: TypeMeta("Certificate"), ObjectMeta: meta(service),
			Spec: api.CertificateSpec{
				SecretName: service + "-k8s-tls",
				IssuerRef:  IssuerRef("Issuer", authority),
				CommonName: host,
				DNSNames:   []string{host},
				Usages:     []string{"server auth"},
				PrivateKey: Key,
			},
		})
	}
	return objects
}

// TypeMeta is that of cert-manager's kinds.
func TypeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: api.GroupVersion.String(), Kind: kind}
}

// IssuerRef names an Issuer or ClusterIssuer.
func IssuerRef(kind, name string) api.IssuerRef {
	return api.IssuerRef{Group: api.GroupVersion.Group, Kind: kind, Name: name}
}
