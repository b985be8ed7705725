package acme_test

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/e2e/acme"
	"github.com/example/fastapi-gitops/e2e/internet"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

var programs tools.Programs

func TestMain(m *testing.M) {
	var err error
	if programs, err = tools.Handed(context.Background(), tools.Pebble); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(sandbox.Enter(m.Run))
}

// start is an authority behind an internet's name.
func start(t *testing.T) *acme.Authority {
	t.Helper()
	world, err := internet.New(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := world.Certificate("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	authority, err := acme.Start(t.Context(), acme.Config{
		Program: programs["pebble"], Dir: t.TempDir(), Certificate: certificate, CA: world.CA(), Resolver: network.DNS,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(authority.Stop)
	return authority
}

// ask is as who says what it is, which RFC 8555 demands (section 6.1).
func ask(authority *acme.Authority, method, url string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, url, nil)
	request.Header.Set("User-Agent", "test")
	answer := httptest.NewRecorder()
	authority.ServeHTTP(answer, request)
	return answer
}

// The directory is where Let's Encrypt has it, and all that it names is there as well.
func TestDirectory(t *testing.T) {
	authority := start(t)
	answer := ask(authority, "GET", "https://"+acme.Host+"/directory")
	var directory map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &directory); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	for _, name := range []string{"newAccount", "newNonce", "newOrder", "revokeCert", "keyChange"} {
		if url, _ := directory[name].(string); !strings.HasPrefix(url, "https://"+acme.Host+"/") {
			t.Errorf("%s is at %q", name, url)
		}
	}
	nonce := ask(authority, "HEAD", fmt.Sprint(directory["newNonce"]))
	if nonce.Header().Get("Replay-Nonce") == "" {
		t.Errorf("no nonce: %d %v", nonce.Code, nonce.Header())
	}
}

// An order counts by its hosts, in whatever order they are named, and is passed on.
func TestOrders(t *testing.T) {
	authority := start(t)
	for _, payload := range []string{
		`{"identifiers":[{"type":"dns","value":"b.example.com"},{"type":"dns","value":"a.example.com"}]}`,
		`{"identifiers":[{"type":"dns","value":"a.example.com"},{"type":"dns","value":"b.example.com"}]}`,
		`{"identifiers":[{"type":"dns","value":"a.example.com"}]}`,
	} {
		signed := fmt.Sprintf(`{"payload":%q}`, base64.RawURLEncoding.EncodeToString([]byte(payload)))
		request := httptest.NewRequest("POST", "https://"+acme.Host+"/order-plz", strings.NewReader(signed))
		request.Header.Set("User-Agent", "test")
		answer := httptest.NewRecorder()
		authority.ServeHTTP(answer, request)
		if !strings.Contains(answer.Body.String(), "urn:ietf:params:acme:error") {
			t.Errorf("the authority itself did not answer: %d %s", answer.Code, answer.Body)
		}
	}
	if got := authority.Orders(); !maps.Equal(got, map[string]int{"a.example.com, b.example.com": 2, "a.example.com": 1}) {
		t.Errorf("orders %v", got)
	}
}

func TestRoots(t *testing.T) {
	roots, err := start(t).Roots(t.Context())
	if err != nil || roots.Equal(x509.NewCertPool()) {
		t.Errorf("roots %v, error %v", roots, err)
	}
}

func TestStartFails(t *testing.T) {
	world, err := internet.New(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := world.Certificate("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	_, err = acme.Start(t.Context(), acme.Config{Program: "/bin/false", Dir: t.TempDir(), Certificate: certificate})
	if err == nil || !strings.Contains(err.Error(), "pebble ended") {
		t.Errorf("error %v, want that pebble ended", err)
	}
}
