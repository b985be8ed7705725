package controlplane

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/sandbox"
)

// knowsOne starts an authenticator that knows the bearer of one token, an administrator.
func knowsOne(t *testing.T) (url string) {
	t.Helper()
	authority, err := internet.New(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Certificate("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sandbox.TrustCA(authority.CA()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var review authenticationv1.TokenReview
		if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if review.Spec.Token == "known" {
			review.Status = authenticationv1.TokenReviewStatus{
				Authenticated: true, User: authenticationv1.UserInfo{Username: "someone", Groups: []string{groupMasters}},
			}
		}
		json.NewEncoder(w).Encode(review)
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{*certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

// testBearer enters by tokens that the authenticator is asked about.
func testBearer(t *testing.T, c *Cluster) {
	for token, want := range map[string]func(error) bool{"known": func(err error) bool { return err == nil }, "unknown": apierrors.IsUnauthorized} {
		config := *c.Admin.Rest
		config.CertData, config.KeyData, config.BearerToken = nil, nil, token
		clients, err := NewClients(&config)
		if err != nil {
			t.Fatal(err)
		}
		_, err = clients.Kubernetes.CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{})
		if !want(err) {
			t.Errorf("%s: %v", token, err)
		}
	}
}
