package certmanager

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Authority is the name of the Issuer of a namespace's own webhooks, and of the Secret with what it signs with.
const Authority = "webhooks"

// AuthorityOf makes an Issuer for the webhooks of a namespace: a root that nobody else trusts, which signs in that namespace
// alone. Certificates that sign themselves would do as well but for their renewal: the certificate and what the API server
// trusts change one after the other, and calls fail in between.
func AuthorityOf(namespace string) []manifest.Object {
	const root = "self-signed"
	meta := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name, Namespace: namespace} }
	return []manifest.Object{
		&api.Issuer{TypeMeta: typeMeta("Issuer"), ObjectMeta: meta(root), Spec: api.IssuerSpec{SelfSigned: &api.SelfSigned{}}},
		&api.Certificate{
			TypeMeta:   typeMeta("Certificate"),
			ObjectMeta: meta(Authority),
			Spec: api.CertificateSpec{
				SecretName: Authority,
				IssuerRef:  IssuerRef(root),
				CommonName: Authority + "." + namespace,
				IsCA:       true,
				Duration:   "87600h", // ten years
				Usages:     []string{"cert sign", "crl sign", "digital signature"},
				PrivateKey: api.PrivateKey{Algorithm: "ECDSA", Size: 256, RotationPolicy: "Always"},
			},
		},
		&api.Issuer{TypeMeta: typeMeta("Issuer"), ObjectMeta: meta(Authority), Spec: api.IssuerSpec{CA: &api.CA{SecretName: Authority}}},
	}
}

// IssuerRef names an Issuer of the same namespace.
func IssuerRef(name string) api.IssuerRef {
	return api.IssuerRef{Group: api.GroupVersion.Group, Kind: "Issuer", Name: name}
}
