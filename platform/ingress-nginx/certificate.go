package ingressnginx

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// defaultTLS is the Secret with what hosts that no Ingress names are served with, in place of a certificate that nginx would
// sign itself.
const defaultTLS = "default-tls"

// defaultCertificate is for the cluster's own name, at which nothing answers. Nothing waits for Let's Encrypt either.
func defaultCertificate(c *plan.Cluster) *api.Certificate {
	return &api.Certificate{
		TypeMeta: metav1.TypeMeta{APIVersion: api.GroupVersion.String(), Kind: "Certificate"},
		ObjectMeta: metav1.ObjectMeta{
			Namespace:   namespace,
			Name:        defaultTLS,
			Annotations: map[string]string{"argocd.argoproj.io/ignore-healthcheck": "true"},
		},
		Spec: api.CertificateSpec{
			SecretName: defaultTLS,
			IssuerRef:  api.IssuerRef{Group: api.GroupVersion.Group, Kind: "ClusterIssuer", Name: plan.ClusterIssuer},
			DNSNames:   []string{c.Name + "." + c.Fleet.Domain},
			PrivateKey: api.PrivateKey{Algorithm: "ECDSA", Size: 256, RotationPolicy: "Always"},
		},
	}
}
