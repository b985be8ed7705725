package linkerd

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
)

// authority issues what Certificates ask for, as cert-manager does, of their own fields alone.
type authority struct {
	*testing.T
	objects []manifest.Object
	keys    map[string]key // by namespace and name of the Secret
}

// key is a certificate with its private key, in a Secret.
type key struct {
	private     *ecdsa.PrivateKey
	certificate *x509.Certificate
	secret      string
}

func newAuthority(t *testing.T, objects []manifest.Object) *authority {
	return &authority{T: t, objects: objects, keys: map[string]key{}}
}

// certificate finds one by its name.
func (a *authority) certificate(namespace, name string) *api.Certificate {
	a.Helper()
	for _, o := range a.objects {
		if c, ok := o.(*api.Certificate); ok && c.Namespace == namespace && c.Name == name {
			return c
		}
	}
	a.Fatalf("no Certificate %s/%s", namespace, name)
	return nil
}

// signed is what a Secret holds.
func (a *authority) signed(namespace, secret string) key {
	a.Helper()
	for _, o := range a.objects {
		if c, ok := o.(*api.Certificate); ok && c.Namespace == namespace && c.Spec.SecretName == secret {
			return a.issue(c)
		}
	}
	a.Fatalf("nothing makes Secret %s/%s", namespace, secret)
	return key{}
}

// sign has the ClusterIssuer sign with another Secret, as a commit would.
func (a *authority) sign(namespace, secret string) {
	a.Helper()
	for _, o := range a.objects {
		if issuer, ok := o.(*api.ClusterIssuer); ok {
			issuer.Spec.CA.SecretName = secret
		}
	}
	a.signed(namespace, secret)
}

// issue makes a certificate once.
func (a *authority) issue(c *api.Certificate) key {
	a.Helper()
	id := c.Namespace + "/" + c.Spec.SecretName
	if made, ok := a.keys[id]; ok {
		return made
	}
	if c.Spec.PrivateKey.Algorithm != "ECDSA" || c.Spec.PrivateKey.Size != 256 {
		a.Fatalf("%s: the mesh takes ECDSA with P-256 alone", id)
	}
	own := a.newKey(c.Spec.SecretName)
	template := a.template(c)
	parent, signer := template, own.private
	if by := a.signer(c); by != nil {
		parent, signer = by.certificate, by.private
	}
	own.certificate = a.create(template, parent, own.private, signer)
	a.keys[id] = own
	return own
}

// signer is the key of a Certificate's issuer; nil for one that signs itself.
func (a *authority) signer(c *api.Certificate) *key {
	a.Helper()
	for _, o := range a.objects {
		switch issuer := o.(type) {
		case *api.Issuer:
			if c.Spec.IssuerRef.Kind == "Issuer" && issuer.Namespace == c.Namespace && issuer.Name == c.Spec.IssuerRef.Name {
				return a.keyOf(issuer.Spec, c.Namespace)
			}
		case *api.ClusterIssuer:
			if c.Spec.IssuerRef.Kind == "ClusterIssuer" && issuer.Name == c.Spec.IssuerRef.Name {
				return a.keyOf(issuer.Spec, trustNamespace) // cert-manager's own
			}
		}
	}
	a.Fatalf("%s/%s: no %s %s", c.Namespace, c.Name, c.Spec.IssuerRef.Kind, c.Spec.IssuerRef.Name)
	return nil
}

func (a *authority) keyOf(spec api.IssuerSpec, namespace string) *key {
	if spec.SelfSigned != nil {
		return nil
	}
	made := a.signed(namespace, spec.CA.SecretName)
	return &made
}

// usages by cert-manager's names for them.
var usages = map[string]struct {
	key      x509.KeyUsage
	extended []x509.ExtKeyUsage
}{
	"cert sign":   {key: x509.KeyUsageCertSign},
	"crl sign":    {key: x509.KeyUsageCRLSign},
	"server auth": {extended: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}},
}

func (a *authority) template(c *api.Certificate) *x509.Certificate {
	a.Helper()
	life := 90 * 24 * time.Hour
	if c.Spec.Duration != "" {
		life = duration(a.T, c.Spec.Duration)
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: c.Spec.CommonName}, DNSNames: c.Spec.DNSNames, IsCA: c.Spec.IsCA, BasicConstraintsValid: true,
		NotBefore: time.Now(), NotAfter: time.Now().Add(life),
	}
	for _, name := range c.Spec.Usages {
		usage, ok := usages[name]
		if !ok {
			a.Fatalf("%s/%s: usage %q", c.Namespace, c.Name, name)
		}
		template.KeyUsage |= usage.key
		template.ExtKeyUsage = append(template.ExtKeyUsage, usage.extended...)
	}
	return template
}

// proxy issues as the control plane does.
func (a *authority) proxy(issuer key, name string) key {
	a.Helper()
	own := a.newKey("")
	own.certificate = a.create(&x509.Certificate{
		Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, BasicConstraintsValid: true,
		NotBefore: time.Now(), NotAfter: time.Now().Add(duration(a.T, lifetime)),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, issuer.certificate, own.private, issuer.private)
	return own
}

func (a *authority) newKey(secret string) key {
	a.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.Fatal(err)
	}
	return key{private: private, secret: secret}
}

func (a *authority) create(template, parent *x509.Certificate, private, signer *ecdsa.PrivateKey) *x509.Certificate {
	a.Helper()
	template.SerialNumber = big.NewInt(int64(len(a.keys) + 1))
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, private.Public(), signer)
	if err != nil {
		a.Fatal(err)
	}
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		a.Fatal(err)
	}
	return made
}
