package envoygateway

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// certificates are those of the listeners, in the Gateway's namespace: their keys are nowhere that apps or their operators are.
func certificates(c *plan.Cluster) []manifest.Object {
	var all []manifest.Object
	for _, l := range c.Listeners() {
		all = append(all, certificate(name, secretOf(l), l.Host))
	}
	return all
}

func secretOf(l plan.Listener) string { return l.Name + "-tls" }

// certificate is called as its Secret.
func certificate(namespace, secret, host string) *api.Certificate {
	return &api.Certificate{
		TypeMeta:   metav1.TypeMeta{APIVersion: api.GroupVersion.String(), Kind: "Certificate"},
		ObjectMeta: unwatched(metav1.ObjectMeta{Namespace: namespace, Name: secret}),
		Spec: api.CertificateSpec{
			SecretName: secret,
			IssuerRef:  api.IssuerRef{Group: api.GroupVersion.Group, Kind: "ClusterIssuer", Name: plan.ClusterIssuer},
			DNSNames:   []string{host},
			PrivateKey: api.PrivateKey{Algorithm: "ECDSA", Size: 256, RotationPolicy: "Always"},
		},
	}
}
