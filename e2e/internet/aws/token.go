package aws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Issuer is an OpenID Connect provider, as a cluster is for its ServiceAccounts.
type Issuer struct {
	// URL is the claim iss of its tokens.
	URL string
	// Keys verify its tokens: *rsa.PublicKey for RS256, *ecdsa.PublicKey on P-256 for ES256.
	Keys []crypto.PublicKey
}

// errExpired is the error of a token that was right once.
var errExpired = errors.New("token expired")

// claims are those of a ServiceAccount's token which STS looks at.
type claims struct {
	Issuer    string   `json:"iss"`
	Subject   string   `json:"sub"`
	Audience  audience `json:"aud"`
	Expires   int64    `json:"exp"`
	NotBefore int64    `json:"nbf"`
}

// audience is a list that may be written as its only item.
type audience = words

// verify is the subject of a token (RFC 7519) that the issuer made for the audience and for now.
func (i Issuer) verify(token, audience string, now time.Time) (subject string, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return "", errors.New("not a JSON web token")
	}
	var header struct{ Alg string }
	var content claims
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err := errors.Join(err, decode(parts[0], &header), decode(parts[1], &content)); err != nil {
		return "", err
	}
	if !i.signed(header.Alg, []byte(parts[0]+"."+parts[1]), signature) {
		return "", fmt.Errorf("no key of %s verifies the signature (%s)", i.URL, header.Alg)
	}
	return content.Subject, content.check(i.URL, audience, now)
}

func decode(part string, into any) error {
	data, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

func (c claims) check(issuer, audience string, now time.Time) error {
	switch {
	case c.Issuer != issuer:
		return fmt.Errorf("issuer %q, want %q", c.Issuer, issuer)
	case !slices.Contains(c.Audience, audience):
		return fmt.Errorf("audience %q, want %q", c.Audience, audience)
	case now.Unix() < c.NotBefore:
		return errors.New("token is not valid yet")
	case now.Unix() >= c.Expires:
		return errExpired
	}
	return nil
}

// signed tells whether one of the keys made the signature by the algorithm (RFC 7518, section 3.1).
func (i Issuer) signed(algorithm string, content, signature []byte) bool {
	sum := sha256.Sum256(content)
	return slices.ContainsFunc(i.Keys, func(key crypto.PublicKey) bool {
		switch key := key.(type) {
		case *rsa.PublicKey:
			return algorithm == "RS256" && rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
		case *ecdsa.PublicKey:
			return algorithm == "ES256" && len(signature) == 64 &&
				ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
		}
		return false
	})
}
