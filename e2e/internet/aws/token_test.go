package aws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"testing"
	"time"
)

func TestParseKeys(t *testing.T) {
	home := newCluster(t)
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := elliptical.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text := base64.RawURLEncoding.EncodeToString
	set := `{"keys":[{"kty":"RSA","alg":"RS256","use":"sig","n":"` + text(home.key.N.Bytes()) + `","e":"AQAB"},
		{"kty":"EC","crv":"P-256","x":"` + text(point[1:33]) + `","y":"` + text(point[33:]) + `"}]}`
	keys, err := ParseKeys([]byte(set))
	if err != nil || len(keys) != 2 || !home.key.PublicKey.Equal(keys[0]) || !elliptical.PublicKey.Equal(keys[1]) {
		t.Errorf("keys %v, error %v", keys, err)
	}
	for _, wrong := range []string{``, `{"keys":[{"kty":"oct"}]}`, `{"keys":[{"kty":"RSA","n":"*"}]}`, `{"keys":[{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}]}`} {
		if keys, err := ParseKeys([]byte(wrong)); err == nil {
			t.Errorf("%s: %v, want an error", wrong, keys)
		}
	}
}

func TestEllipticToken(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	head := unsigned(t, "ES256", claimsOf("s", nil))
	sum := sha256.Sum256([]byte(head))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	token := head + "." + base64.RawURLEncoding.EncodeToString(signature)
	if subject, err := (Issuer{issuer, []crypto.PublicKey{key.Public()}}).verify(token, TokenAudience, time.Now()); subject != "s" || err != nil {
		t.Errorf("verify: %q, %v", subject, err)
	}
}
