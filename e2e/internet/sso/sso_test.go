package sso_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/internet/sso"
)

// TestToken verifies a token with the key that is found by the issuer alone, as a client does.
func TestToken(t *testing.T) {
	provider, err := sso.New("https://login.example.com")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(provider)
	defer server.Close()
	var found struct {
		Issuer string
		Keys   string `json:"jwks_uri"`
	}
	if err := json.Unmarshal(get(t, server.URL+"/.well-known/openid-configuration"), &found); err != nil {
		t.Fatal(err)
	}
	keys, err := aws.ParseKeys(get(t, strings.Replace(found.Keys, "https://login.example.com", server.URL, 1)))
	if err != nil {
		t.Fatal(err)
	}
	token, err := provider.Token("argocd", "someone", "operators", "people")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(keys[0].(*ecdsa.PublicKey), sum[:], r, s) {
		t.Error("the signature is not by the published key")
	}
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if want := `"groups":["operators","people"]`; err != nil || !strings.Contains(string(claims), want) || found.Issuer != "https://login.example.com" {
		t.Errorf("issuer %s, claims %s (%v), want %s", found.Issuer, claims, err, want)
	}
	if answer, err := http.Get(server.URL + "/authorize"); err != nil || answer.StatusCode != http.StatusNotFound {
		t.Errorf("/authorize: %v, %v, want 404: nobody signs in here", answer, err)
	}
}

func get(t *testing.T, url string) []byte {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
