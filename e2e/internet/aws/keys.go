package aws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
)

// ParseKeys reads a JSON Web Key Set (RFC 7517), such as /openid/v1/jwks of an API server.
func ParseKeys(set []byte) ([]crypto.PublicKey, error) {
	var jwks struct{ Keys []jwk }
	if err := json.Unmarshal(set, &jwks); err != nil {
		return nil, fmt.Errorf("key set: %w", err)
	}
	var keys []crypto.PublicKey
	for _, described := range jwks.Keys {
		key, err := described.key()
		if err != nil {
			return nil, fmt.Errorf("key set: %w", err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// jwk is a key with its parameters (RFC 7518, section 6).
type jwk struct {
	Kty, Crv   string
	N, E, X, Y number
}

func (k jwk) key() (crypto.PublicKey, error) {
	switch {
	case k.Kty == "RSA" && len(k.N) > 0 && len(k.E) > 0 && len(k.E) <= 4:
		exponent := new(big.Int).SetBytes(k.E).Int64()
		return &rsa.PublicKey{N: new(big.Int).SetBytes(k.N), E: int(exponent)}, nil
	case k.Kty == "EC" && k.Crv == "P-256":
		const uncompressed = 4
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{uncompressed}, k.X, k.Y))
	}
	return nil, fmt.Errorf("%q %q is not what ServiceAccount tokens are signed with", k.Kty, k.Crv)
}

// number is big endian.
type number []byte

// UnmarshalText reads base64url without padding.
func (n *number) UnmarshalText(text []byte) (err error) {
	*n, err = base64.RawURLEncoding.DecodeString(string(text))
	return err
}
