// Package internet stands behind the host names that the committed tree writes: one TLS listener which serves each of them
// by a handler, with a certificate of its own authority.
//
// A name without a handler is answered with 404 and remembered: traffic that nobody expected is a finding, not noise.
package internet

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Internet is all servers behind one address. It is made by New and may be used by several goroutines.
type Internet struct {
	authority *authority
	log       *slog.Logger

	mu      sync.RWMutex
	hosts   map[string]http.Handler
	unknown map[string]bool
}

// New is an Internet without hosts that logs each request, and each connection which failed, as a line to log.
func New(log io.Writer) (*Internet, error) {
	authority, err := newAuthority()
	if err != nil {
		return nil, fmt.Errorf("certificate authority: %w", err)
	}
	return &Internet{
		authority: authority,
		log:       slog.New(slog.NewTextHandler(log, nil)),
		hosts:     map[string]http.Handler{},
		unknown:   map[string]bool{},
	}, nil
}

// CA is the certificate, in PEM, by which a client trusts every host.
func (i *Internet) CA() []byte { return i.authority.pem }

// Certificate is the one for a host: a name, or an IP address.
func (i *Internet) Certificate(host string) (*tls.Certificate, error) { return i.authority.leaf(host) }

// Handle has host answered by handler, in place of what answered it before.
func (i *Internet) Handle(host string, handler http.Handler) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.hosts[host] = handler
}

// Hosts lists the names that are served, sorted.
func (i *Internet) Hosts() []string {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return slices.Sorted(maps.Keys(i.hosts))
}

// Unknown lists what clients asked for and no handler serves, sorted.
func (i *Internet) Unknown() []string {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return slices.Sorted(maps.Keys(i.unknown))
}

// Serve serves on listener until ctx ends, and closes it and every connection then; the error is nil in that case.
func (i *Internet) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           i,
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: i.certificate},
		ErrorLog:          slog.NewLogLogger(i.log.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
	}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	err := server.ServeTLS(listener, "", "")
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("serve %s: %w", listener.Addr(), err)
}

// certificate is one for whatever name the client asks: it shall read the answer that names an unknown host.
func (i *Internet) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	if hello.ServerName == "" {
		asked := fmt.Sprintf("%s without a server name", hello.Conn.LocalAddr())
		i.remember(asked)
		return nil, fmt.Errorf("%s", asked)
	}
	return i.authority.leaf(hello.ServerName)
}

func (i *Internet) remember(unknown string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.unknown[unknown] = true
}

// ServeHTTP passes the request to the handler of its host, whatever its port, and logs it.
func (i *Internet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := hostname(r.Host)
	answer := &response{ResponseWriter: w, status: http.StatusOK}
	i.mu.RLock()
	handler, ok := i.hosts[host]
	i.mu.RUnlock()
	if !ok {
		i.remember(host)
		handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "no host "+host+" in this internet", http.StatusNotFound)
		})
	}
	start := time.Now()
	handler.ServeHTTP(answer, r)
	i.log.Info("request", "host", host, "method", r.Method, "path", r.URL.RequestURI(), "status", answer.status,
		"took", time.Since(start).Round(time.Millisecond), "client", r.RemoteAddr)
}

func hostname(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}

// response remembers the status that its handler wrote.
type response struct {
	http.ResponseWriter
	status int
}

func (r *response) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap gives http.ResponseController what the connection can do.
func (r *response) Unwrap() http.ResponseWriter { return r.ResponseWriter }
