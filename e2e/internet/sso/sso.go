// Package sso is an OpenID provider at which people have signed in.
package sso

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Provider publishes its key and issues tokens. It serves the host of its issuer
// (https://openid.net/specs/openid-connect-discovery-1_0.html).
type Provider struct {
	issuer string // a URL without a path
	key    *ecdsa.PrivateKey
}

// New is a provider with a key of its own.
func New(issuer string) (*Provider, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return &Provider{issuer, key}, err
}

const keys = "/keys"

// ServeHTTP answers where the key is, and with it.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var answer any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		answer = map[string]any{
			"issuer": p.issuer, "jwks_uri": p.issuer + keys,
			"authorization_endpoint": p.issuer + "/authorize", "token_endpoint": p.issuer + "/token",
			"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
			"id_token_signing_alg_values_supported": []string{algorithm},
		}
	case keys:
		answer = map[string]any{"keys": []any{p.public()}}
	default:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // who has gone needs no answer
}

const algorithm, size = "ES256", 32 // bytes of a number of P-256

// public is the key as RFC 7517 writes it.
func (p *Provider) public() map[string]string {
	point, err := p.key.PublicKey.Bytes()
	if err != nil {
		panic(err) // GenerateKey makes none that is invalid
	}
	x, y := point[1:1+size], point[1+size:] // after the mark of an uncompressed point
	return map[string]string{"kty": "EC", "crv": "P-256", "alg": algorithm, "use": "sig", "kid": "1", "x": text(x), "y": text(y)}
}

// lifetime of a token is a day.
const lifetime = 24 * time.Hour

// Token is the ID token of a person who is in groups, for a client (RFC 7515, RFC 7518 section 3.4).
func (p *Provider) Token(client, person string, groups ...string) (string, error) {
	now := time.Now()
	head, err := json.Marshal(map[string]string{"alg": algorithm, "kid": "1", "typ": "JWT"})
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(map[string]any{
		"iss": p.issuer, "aud": client, "sub": person, "email": person, "groups": groups, "iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
	})
	if err != nil {
		return "", err
	}
	signed := text(head) + "." + text(claims)
	sum := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, p.key, sum[:])
	if err != nil {
		return "", err
	}
	return signed + "." + text(slices.Concat(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size)))), nil
}

func text(content []byte) string { return base64.RawURLEncoding.EncodeToString(content) }
