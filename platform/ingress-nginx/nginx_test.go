//go:build nginx

package ingressnginx

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The servers of the nginx under test: one by our settings, and one that accepts anything, which shows what the client can do.
const (
	ours   = "ours.sock"
	anyTLS = "any.sock"
)

// conf has no worker, which root's nginx would run as somebody who cannot reach the log.
const conf = `
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
	client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
	log_format upstreaminfo escape=json '%s';
	access_log syslog:server=unix:%s,nohostname upstreaminfo;
	ssl_certificate cert.pem;
	ssl_certificate_key cert.pem;
	server {
		listen unix:%s ssl proxy_protocol;
		ssl_protocols %s;
		ssl_ciphers '%s:@SECLEVEL=0';
		set_real_ip_from unix:;
		real_ip_header proxy_protocol;
		set $req_id id; set $namespace shop; set $ingress_name cart;
		location / { return 200 $remote_addr; }
	}
	server {
		listen unix:%s ssl;
		access_log off;
		ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
		ssl_ciphers 'ALL:@SECLEVEL=0';
	}
}
`

// start runs nginx, which is in the background once it listens, and returns its directory and its access log.
func start(t *testing.T) (dir string, accesses net.PacketConn) {
	t.Helper()
	dir, err := os.MkdirTemp("", "nginx") // the test's own would be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	in := func(name string) string { return filepath.Join(dir, name) }
	if accesses, err = net.ListenPacket("unixgram", in("log.sock")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { accesses.Close() })
	if err := accesses.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(conf, accessLog, in("log.sock"), in(ours), tlsProtocols, tlsCiphers, in(anyTLS))
	for name, content := range map[string][]byte{"nginx.conf": []byte(text), "cert.pem": certificate(t), "openssl.cnf": nil} {
		if err := os.WriteFile(in(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	nginx(t, dir)
	t.Cleanup(func() { nginx(t, dir, "-s", "stop") })
	return dir, accesses
}

// nginx runs without the system's settings of OpenSSL, which may refuse more than ours.
func nginx(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.Command("nginx", append([]string{"-p", dir, "-c", "nginx.conf", "-e", "error.log"}, args...)...)
	command.Env = append(os.Environ(), "OPENSSL_CONF="+filepath.Join(dir, "openssl.cnf"))
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v (apt-get install nginx-light):\n%s", err, output)
	}
}

func certificate(t *testing.T) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"cart"}, NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
}

// client is where requests come from, says the PROXY protocol.
var client = netip.MustParseAddrPort("203.0.113.7:4242")

// proxyHeader is version 2 for TCP over IPv4, as AWS sends it (https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt).
func proxyHeader() []byte {
	header := []byte("\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c")
	header = append(header, client.Addr().AsSlice()...)
	header = append(header, 10, 1, 0, 1)
	return append(header, byte(client.Port()>>8), byte(client.Port()&0xff), 443>>8, 443&0xff)
}

func connect(t *testing.T, dir, server string, config *tls.Config) (*tls.Conn, error) {
	t.Helper()
	raw, err := net.Dial("unix", filepath.Join(dir, server))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	if server == ours {
		if _, err := raw.Write(proxyHeader()); err != nil {
			t.Fatal(err)
		}
	}
	config.InsecureSkipVerify, config.ServerName = true, "cart"
	conn := tls.Client(raw, config)
	return conn, conn.Handshake()
}

// TestTLS: nginx takes versions and ciphers as we name them, and refuses others that the client could use.
func TestTLS(t *testing.T) {
	dir, _ := start(t)
	for _, tt := range []struct {
		name    string
		version uint16
		suite   uint16 // 0 means Go's choice; TLS 1.3 has no other
		refused string // nginx's reason
	}{
		{"TLS 1.0", tls.VersionTLS10, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, "protocol version"},
		{"TLS 1.1", tls.VersionTLS11, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, "protocol version"},
		{"TLS 1.2 with CBC", tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, "handshake failure"},
		{"TLS 1.2 with AES 128", tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ""},
		{"TLS 1.2 with AES 256", tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ""},
		{"TLS 1.2 with ChaCha20", tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ""},
		{"TLS 1.3", tls.VersionTLS13, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config := &tls.Config{MinVersion: tt.version, MaxVersion: tt.version}
			if tt.suite != 0 {
				config.CipherSuites = []uint16{tt.suite}
			}
			if _, err := connect(t, dir, anyTLS, config.Clone()); err != nil {
				t.Fatalf("the client cannot do it at all: %v", err)
			}
			conn, err := connect(t, dir, ours, config)
			if tt.refused != "" && (err == nil || !strings.Contains(err.Error(), tt.refused)) || tt.refused == "" && err != nil {
				t.Fatalf("refused with %v, want %q", err, tt.refused)
			}
			state := conn.ConnectionState()
			if err == nil && (state.Version != tt.version || tt.suite != 0 && state.CipherSuite != tt.suite) {
				t.Errorf("%s with %s", tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite))
			}
		})
	}
}

// TestAccessLog: a line is JSON whatever a client sends, and tells its address.
func TestAccessLog(t *testing.T) {
	dir, accesses := start(t)
	conn, err := connect(t, dir, ours, &tls.Config{})
	if err != nil {
		t.Fatal(err)
	}
	dial := func(context.Context, string, string) (net.Conn, error) { return conn, nil }
	via := &http.Client{Transport: &http.Transport{DialTLSContext: dial}}
	request, err := http.NewRequest(http.MethodGet, "https://cart/basket?token=secret", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("User-Agent", `"},{"status":"`)
	response, err := via.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != client.Addr().String() {
		t.Errorf("nginx takes the client for %s (%v), want %s", body, err, client.Addr())
	}
	buffer := make([]byte, 1<<16)
	n, _, err := accesses.ReadFrom(buffer)
	if err != nil {
		t.Fatal(err)
	}
	_, message, _ := bytes.Cut(buffer[:n], []byte("nginx: "))
	var line struct {
		Client, Path, Ingress string
		Status                int
	}
	if err := json.Unmarshal(message, &line); err != nil {
		t.Fatalf("%v:\n%s", err, message)
	}
	if line.Client != client.Addr().String() || line.Path != "/basket" || line.Ingress != "shop/cart" ||
		line.Status != http.StatusOK {
		t.Errorf("%+v from %s", line, message)
	}
	if bytes.Contains(message, []byte("secret")) {
		t.Errorf("the query is in the log:\n%s", message)
	}
}
