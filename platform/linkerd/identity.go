package linkerd

import (
	"slices"

	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	trust "github.com/example/fastapi-gitops/generator/api/trust/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/platform/linkerd/webhook"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The chain of an identity: one of two anchors signs the issuer, and the issuer signs the proxies' certificates. All proxies
// trust both anchors, so that a commit which names the other one here moves the mesh to it while everything runs
// (docs/runbooks/linkerd-trust-anchor.md). Proxies read their anchors at their start.
const (
	anchorA   = "linkerd-trust-anchor-a"
	anchorB   = "linkerd-trust-anchor-b"
	anchor    = anchorA // the one that signs
	anchorKey = "tls.crt"

	// issuerName is that of the Secret from which the control plane signs (https://linkerd.io/2-edge/tasks/
	// automatically-rotating-control-plane-tls-credentials/), and of what makes it.
	issuerName = "linkerd-identity-issuer"
	// rootIssuer lets the anchors sign themselves.
	rootIssuer = "linkerd-trust-root-issuer"
	// bundle is the ConfigMap from which proxies and control plane read whom to trust.
	bundle    = "linkerd-identity-trust-roots"
	bundleKey = "ca-bundle.crt"
)

// Durations. An issuer is renewed before the certificates that it just signed end; an anchor must be exchanged by people before
// it is renewed, or those who started later would not trust those who started earlier.
const (
	lifetime          = "24h0m0s" // of the proxies' certificates
	issuerDuration    = "48h"
	issuerRenewBefore = "25h"
	anchorDuration    = "87600h" // ten years
	anchorRenewBefore = "8760h"  // a year
)

// objects come before the control plane, whose pods wait for the Secrets and the ConfigMap.
func objects() []manifest.Object {
	authority := []manifest.Object{
		&api.Issuer{
			TypeMeta:   webhook.TypeMeta("Issuer"),
			ObjectMeta: metav1.ObjectMeta{Namespace: trustNamespace, Name: rootIssuer},
			Spec:       api.IssuerSpec{SelfSigned: &api.SelfSigned{}},
		},
		anchorCertificate(anchorA),
		anchorCertificate(anchorB),
		&api.ClusterIssuer{
			TypeMeta:   webhook.TypeMeta("ClusterIssuer"),
			ObjectMeta: metav1.ObjectMeta{Name: issuerName},
			Spec:       api.IssuerSpec{CA: &api.CA{SecretName: anchor}},
		},
		issuerCertificate(),
		trustBundle(),
	}
	return slices.Concat(authority, guard(), webhook.Certificates(plan.Mesh.Namespace,
		"linkerd-proxy-injector", "linkerd-sp-validator", "linkerd-policy-validator"))
}

// signs are the usages of what signs certificates and nothing else.
var signs = []string{"cert sign", "crl sign"}

func anchorCertificate(name string) *api.Certificate {
	return &api.Certificate{
		TypeMeta:   webhook.TypeMeta("Certificate"),
		ObjectMeta: metav1.ObjectMeta{Namespace: trustNamespace, Name: name},
		Spec: api.CertificateSpec{
			SecretName:  name,
			IssuerRef:   webhook.IssuerRef("Issuer", rootIssuer),
			CommonName:  "root.linkerd." + plan.MeshTrustDomain,
			IsCA:        true,
			Usages:      signs,
			Duration:    anchorDuration,
			RenewBefore: anchorRenewBefore,
			PrivateKey:  webhook.Key,
		},
	}
}

// issuerCertificate has a name that the control plane looks for, among the subject's alternative ones.
func issuerCertificate() *api.Certificate {
	name := "identity." + plan.Mesh.Namespace + "." + plan.MeshTrustDomain
	return &api.Certificate{
		TypeMeta:   webhook.TypeMeta("Certificate"),
		ObjectMeta: metav1.ObjectMeta{Namespace: plan.Mesh.Namespace, Name: issuerName},
		Spec: api.CertificateSpec{
			SecretName:  issuerName,
			IssuerRef:   webhook.IssuerRef("ClusterIssuer", issuerName),
			CommonName:  name,
			DNSNames:    []string{name},
			IsCA:        true,
			Usages:      signs,
			Duration:    issuerDuration,
			RenewBefore: issuerRenewBefore,
			PrivateKey:  webhook.Key,
		},
	}
}

// trustBundle has both anchors without their keys.
func trustBundle() *trust.Bundle {
	return &trust.Bundle{
		TypeMeta:   metav1.TypeMeta{APIVersion: trust.GroupVersion.String(), Kind: "Bundle"},
		ObjectMeta: metav1.ObjectMeta{Name: bundle},
		Spec: trust.BundleSpec{
			Sources: []trust.Source{
				{Secret: &trust.Object{Name: anchorA, Key: anchorKey}},
				{Secret: &trust.Object{Name: anchorB, Key: anchorKey}},
			},
			Target: trust.Target{
				ConfigMap:         trust.Key{Key: bundleKey},
				NamespaceSelector: metav1.LabelSelector{MatchLabels: map[string]string{controlPlaneLabel: "true"}},
			},
		},
	}
}
