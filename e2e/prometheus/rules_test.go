package prometheus

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/tools"
)

const kubeconfig = `{apiVersion: v1, kind: Config, clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}],
	contexts: [{name: c, context: {cluster: c}}], current-context: c}`

// TestRules starts a real Prometheus, which takes rules that it understands and no others.
func TestRules(t *testing.T) {
	programs, err := tools.Ensure(t.Context(), tools.Prometheus)
	if err != nil {
		t.Fatal(err)
	}
	for expression, ok := range map[string]bool{`up == 0`: true, `up ==`: false} {
		p, err := Start(t.Context(), Config{
			Program: programs["prometheus"], Dir: t.TempDir(), Kubeconfig: []byte(kubeconfig), Interval: time.Second, Listen: free(t),
			Rules: [][]byte{[]byte(`{spec: {groups: [{name: a, rules: [{alert: Down, expr: "` + expression + `"}]}]}}`)},
		})
		if (err == nil) != ok {
			t.Errorf("%s: %v", expression, err)
		}
		if err == nil {
			p.Stop()
		}
	}
}

func free(t *testing.T) netip.AddrPort {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return netip.MustParseAddrPort(listener.Addr().String())
}
