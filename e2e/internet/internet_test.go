package internet_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/e2e/internet"
)

// lines is a log that may be read while it is written.
type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// start serves an internet on a port of loopback until the test ends, and is its client for every name.
func start(t *testing.T, log io.Writer) (*internet.Internet, *http.Client) {
	t.Helper()
	in, err := internet.New(log)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- in.Serve(ctx, listener) }()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(in.CA())
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, listener.Addr().String())
		},
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return in, &http.Client{Transport: transport}
}

func get(t *testing.T, client *http.Client, url string) (status int, body string) {
	t.Helper()
	answer, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

func says(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, text+r.URL.Path) })
}

func TestHosts(t *testing.T) {
	log := new(lines)
	in, client := start(t, log)
	in.Handle("github.com", says("git"))
	in.Handle("charts.example.com", says("charts"))
	for _, c := range []struct {
		url, want string
		status    int
	}{
		{"https://github.com/a/b", "git/a/b", 200},
		{"https://github.com:443/", "git/", 200},
		{"https://charts.example.com/index.yaml", "charts/index.yaml", 200},
		{"https://other.example.com/", "no host other.example.com in this internet\n", 404},
	} {
		status, body := get(t, client, c.url)
		if status != c.status || body != c.want {
			t.Errorf("%s: %d %q, want %d %q", c.url, status, body, c.status, c.want)
		}
	}
	if diff := cmp.Diff([]string{"charts.example.com", "github.com"}, in.Hosts()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"other.example.com"}, in.Unknown()); diff != "" {
		t.Error(diff)
	}
	for _, want := range []string{"host=github.com method=GET path=/a/b status=200", "host=other.example.com method=GET path=/ status=404"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log lacks %q:\n%s", want, log)
		}
	}
}

func TestWithoutServerName(t *testing.T) {
	in, client := start(t, io.Discard)
	if answer, err := client.Get("https://198.51.100.1/"); err == nil {
		answer.Body.Close()
		t.Fatalf("answered %s, want an error", answer.Status)
	}
	unknown := in.Unknown()
	if len(unknown) != 1 || !strings.HasSuffix(unknown[0], " without a server name") {
		t.Errorf("Unknown() = %q", unknown)
	}
}

func TestOtherAuthority(t *testing.T) {
	in, _ := start(t, io.Discard)
	_, stranger := start(t, io.Discard)
	in.Handle("github.com", says("git"))
	// The stranger's client reaches the stranger's own listener: trust is what differs.
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(in.CA())
	stranger.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots}
	if answer, err := stranger.Get("https://github.com/"); err == nil {
		answer.Body.Close()
		t.Error("a certificate of another authority was trusted")
	}
}
