package kubeprometheusstack

import (
	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// gossip is the name of the certificate with which the Alertmanagers know each other, and of its Secret.
const gossip = "alertmanager-gossip"

// gossipName is whom each of them expects, whatever its address is.
const gossipName = "alertmanager-operated." + monitoring + ".svc"

func gossipCertificate() []manifest.Object {
	return []manifest.Object{&api.Certificate{
		TypeMeta:   metav1.TypeMeta{APIVersion: api.GroupVersion.String(), Kind: "Certificate"},
		ObjectMeta: metav1.ObjectMeta{Namespace: monitoring, Name: gossip},
		Spec: api.CertificateSpec{
			SecretName: gossip,
			IssuerRef:  certmanager.IssuerRef(certmanager.Authority),
			DNSNames:   []string{gossipName},
			Usages:     []string{"client auth", "digital signature", "server auth"},
			PrivateKey: api.PrivateKey{Algorithm: "ECDSA", Size: 256, RotationPolicy: "Always"},
		},
	}}
}

// gossipTLS has the Alertmanagers tell each other what they have sent and what is silenced over TLS, which goes by TCP alone, and
// believe nobody else (https://prometheus.io/docs/alerting/latest/https/#gossip-traffic).
var gossipTLS = monitoringv1.ClusterTLSConfig{
	ServerTLS: monitoringv1.WebTLSConfig{
		Cert: inGossipSecret("tls.crt"), KeySecret: keyOf("tls.key"), ClientCA: inGossipSecret("ca.crt"),
		ClientAuthType: ptr.To("RequireAndVerifyClientCert"),
	},
	ClientTLS: monitoringv1.SafeTLSConfig{
		CA: inGossipSecret("ca.crt"), Cert: inGossipSecret("tls.crt"), KeySecret: ptr.To(keyOf("tls.key")), ServerName: ptr.To(gossipName),
	},
}

func inGossipSecret(key string) monitoringv1.SecretOrConfigMap {
	return monitoringv1.SecretOrConfigMap{Secret: ptr.To(keyOf(key))}
}

func keyOf(key string) corev1.SecretKeySelector {
	return corev1.SecretKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: gossip}, Key: key}
}
