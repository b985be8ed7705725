package linkerd

import (
	"crypto/x509"
	"testing"
	"time"

	trust "github.com/example/fastapi-gitops/generator/api/trust/v1alpha1"
	"github.com/example/fastapi-gitops/generator/plan"
)

const proxyName = "cart.production.serviceaccount.identity.linkerd." + plan.MeshTrustDomain

// TestIdentity follows the chain of a proxy's certificate to the anchors of the Bundle, whichever of them signs.
func TestIdentity(t *testing.T) {
	for _, signing := range []string{anchorA, anchorB} {
		t.Run(signing, func(t *testing.T) {
			mesh := newAuthority(t, objects())
			mesh.sign(trustNamespace, signing)
			issuer := mesh.issue(mesh.certificate(plan.Mesh.Namespace, issuerName))
			if err := verify(issuer, mesh.trusted(), nil, "identity.linkerd."+plan.MeshTrustDomain); err != nil {
				t.Errorf("the control plane refuses its issuer: %v", err)
			}
			chain := []*x509.Certificate{issuer.certificate}
			leaf := mesh.proxy(issuer, proxyName)
			stranger := newAuthority(t, objects())
			stranger.sign(trustNamespace, signing)
			for _, tt := range []struct {
				what  string
				roots *x509.CertPool
				name  string
				ok    bool
			}{
				{"the identity", mesh.trusted(), proxyName, true},
				{"another identity", mesh.trusted(), "shop.production.serviceaccount.identity.linkerd." + plan.MeshTrustDomain, false},
				{"another trust domain", mesh.trusted(), "cart.production.serviceaccount.identity.linkerd.example.com", false},
				{"another mesh's anchors", stranger.trusted(), proxyName, false},
			} {
				if err := verify(leaf, tt.roots, chain, tt.name); (err == nil) != tt.ok {
					t.Errorf("%s: accepted is %t, want %t (%v)", tt.what, err == nil, tt.ok, err)
				}
			}
		})
	}
}

// TestProxiesOutliveNoIssuer: an issuer is renewed while it outlives what it signed last, and an anchor its issuers.
func TestProxiesOutliveNoIssuer(t *testing.T) {
	if left, leaf := duration(t, issuerRenewBefore), duration(t, lifetime); left <= leaf {
		t.Errorf("an issuer may have %s left, its certificates live for %s", left, leaf)
	}
	if left, issuer := duration(t, anchorRenewBefore), duration(t, issuerDuration); left <= issuer {
		t.Errorf("an anchor may have %s left, its issuers live for %s", left, issuer)
	}
}

// TestWebhooks checks what each one serves with against what the API server trusts.
func TestWebhooks(t *testing.T) {
	mesh := newAuthority(t, objects())
	for _, service := range []string{"linkerd-proxy-injector", "linkerd-sp-validator", "linkerd-policy-validator"} {
		served := mesh.issue(mesh.certificate(plan.Mesh.Namespace, service))
		trusted := x509.NewCertPool()
		trusted.AddCert(mesh.signed(plan.Mesh.Namespace, "webhook-issuer").certificate)
		if err := verify(served, trusted, nil, service+".linkerd.svc"); err != nil {
			t.Errorf("%s: %v", service, err)
		}
		if err := verify(served, mesh.trusted(), nil, service+".linkerd.svc"); err == nil {
			t.Errorf("%s: its certificate is one of the mesh's identities", service)
		}
		if served.secret != service+"-k8s-tls" {
			t.Errorf("%s: in Secret %s, where the chart does not look", service, served.secret)
		}
	}
}

// trusted are the anchors that the Bundle copies.
func (a *authority) trusted() *x509.CertPool {
	pool := x509.NewCertPool()
	for _, o := range a.objects {
		if bundle, ok := o.(*trust.Bundle); ok {
			for _, source := range bundle.Spec.Sources {
				pool.AddCert(a.signed(trustNamespace, source.Secret.Name).certificate)
			}
		}
	}
	return pool
}

func verify(k key, roots *x509.CertPool, chain []*x509.Certificate, name string) error {
	intermediates := x509.NewCertPool()
	for _, c := range chain {
		intermediates.AddCert(c)
	}
	_, err := k.certificate.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: intermediates, DNSName: name, CurrentTime: time.Now().Add(time.Minute),
	})
	return err
}

func duration(t *testing.T, text string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
