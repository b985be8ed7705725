// Package acme is a certificate authority that proves domains for real (RFC 8555), in the place of Let's Encrypt: Pebble, whose
// certificates nobody trusts, behind the name of Let's Encrypt.
package acme

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/example/fastapi-gitops/e2e/process"
)

// Host is the name of Let's Encrypt's production API (https://letsencrypt.org/docs/acme-protocol-updates).
const Host = "acme-v02.api.letsencrypt.org"

// Pebble's own addresses, and where it has the directory, which is /directory at Let's Encrypt.
const (
	api        = "127.0.0.1:14000"
	management = "127.0.0.1:15000"
	directory  = "/dir"
	newOrder   = "/order-plz"
)

// environment: Pebble would take its time, refuse good nonces and keep old proofs at random, to see what clients do.
var environment = []string{"PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0", "PEBBLE_AUTHZREUSE=0"}

// Authority is a running Pebble. It answers HTTP requests to Host.
type Authority struct {
	*process.Process
	client *http.Client
	proxy  http.Handler

	mu     sync.Mutex
	orders map[string]int // by hosts
}

// Start starts the authority, which ends with ctx, and returns when it answers.
func Start(ctx context.Context, config Config) (*Authority, error) {
	if err := os.MkdirAll(config.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("ACME: %w", err)
	}
	path, err := config.write()
	if err != nil {
		return nil, fmt.Errorf("ACME: %w", err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(config.CA)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}
	context.AfterFunc(ctx, transport.CloseIdleConnections)
	a := &Authority{client: &http.Client{Transport: transport}, proxy: proxy(transport), orders: map[string]int{}}
	a.Process, err = process.Start(ctx, process.Command{
		Name: "pebble", Path: config.Program, Args: []string{"-config", path, "-dnsserver", config.Resolver.String()},
		Env: environment, Dir: config.Dir, Log: filepath.Join(config.Dir, "pebble.log"),
	})
	if err != nil {
		return nil, err
	}
	err = a.WaitReady(ctx, func(ctx context.Context) error {
		_, err := a.Roots(ctx)
		if err == nil {
			_, err = a.get(ctx, "https://"+api+directory)
		}
		return err
	})
	if err != nil {
		a.Stop()
		return nil, err
	}
	return a, nil
}

// proxy passes requests on as they are: Pebble makes URLs of the host that is asked for, and compares what is signed with them.
func proxy(transport http.RoundTripper) http.Handler {
	target := &url.URL{Scheme: "https", Host: api}
	rewrite := func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
		if r.In.URL.Path == "/directory" {
			r.Out.URL.Path = directory
		}
	}
	return &httputil.ReverseProxy{Transport: transport, Rewrite: rewrite, ModifyResponse: locate}
}

// locate says where the order is that was finalized, as Let's Encrypt does (FinalizeOrder in Boulder's wfe2): clients wait there.
func locate(r *http.Response) error {
	if order, ok := strings.CutPrefix(r.Request.URL.Path, "/finalize-order/"); ok && r.StatusCode == http.StatusOK {
		r.Header.Set("Location", "https://"+Host+"/my-order/"+order)
	}
	return nil
}

// ServeHTTP is the API.
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == newOrder && r.Method == http.MethodPost {
		if err := a.count(r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	a.proxy.ServeHTTP(w, r)
}

// Roots are what a client would have to trust: the root of all chains that the authority issues.
func (a *Authority) Roots(ctx context.Context) (*x509.CertPool, error) {
	root, err := a.get(ctx, "https://"+management+"/roots/0")
	if err != nil {
		return nil, fmt.Errorf("root of the ACME authority: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(root) {
		return nil, fmt.Errorf("root of the ACME authority: no certificate in %q", root)
	}
	return roots, nil
}

func (a *Authority) get(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", address, response.Status)
	}
	return io.ReadAll(response.Body)
}
