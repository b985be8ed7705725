package network_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/sandbox"
)

// resolver asks over UDP or TCP.
func resolver(transport string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, transport, network.DNS.String())
	}}
}

func TestNames(t *testing.T) {
	names, services := serveNames(t)
	names.Register(network.Internet, "github.com", "STS.ap-south-1.amazonaws.com")
	names.Register(network.EKS.Addr(), network.EKSName)
	names.Services(services)
	t.Run("known", known)
	t.Run("unknown", unknown)
	t.Run("in a pod", inPod)
}

func known(t *testing.T) {
	for name, want := range map[string][]string{
		"github.com.":                   {"198.51.100.1"},
		"sts.AP-south-1.amazonaws.com.": {"198.51.100.1"},
		network.EKSName + ".":           {"198.51.100.2"},
		"web.team.svc.cluster.local.":   {"172.20.5.1"},
		"db.team.svc.cluster.local.":    {"10.20.64.20", "10.20.64.21"},
	} {
		for _, transport := range []string{"udp", "tcp"} {
			got, err := resolver(transport).LookupHost(t.Context(), name)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s over %s: %v\n%s", name, transport, err, diff)
			}
		}
	}
}

func unknown(t *testing.T) {
	for _, name := range []string{"example.com.", "www.github.com.", "web.other.svc.cluster.local.", "web.", "cluster.local."} {
		_, err := resolver("udp").LookupHost(t.Context(), name)
		if no := new(net.DNSError); !errors.As(err, &no) || !no.IsNotFound {
			t.Errorf("%s: %v, want no such host", name, err)
		}
	}
}

func inPod(t *testing.T) {
	if err := sandbox.Overlay("/etc/resolv.conf", network.ResolvConf("team")); err != nil {
		t.Fatal(err)
	}
	pod := newPod(t, "10.20.66.1")
	c := program("lookup", "web", "web.team", "web.team.svc", "github.com", "nowhere")
	var out bytes.Buffer
	c.Stdout = &out
	if err := errors.Join(pod.Do(c.Start), c.Wait()); err != nil {
		t.Fatal(err)
	}
	want := `web [172.20.5.1] false
web.team [172.20.5.1] false
web.team.svc [172.20.5.1] false
github.com [198.51.100.1] false
nowhere [] true
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// serveNames has the Services team/web and team/db, the latter headless.
func serveNames(t *testing.T) (*network.Names, *network.Services) {
	t.Helper()
	client := fake.NewClientset(
		service("web", "172.20.5.1", 80), slice("web", 8080, ready("10.20.64.22")),
		service("db", corev1.ClusterIPNone, 5432),
		slice("db", 5432, ready("10.20.64.21"), ready("10.20.64.20"), unready("10.20.64.23")),
	)
	n, err := network.ServeNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := network.WatchServices(t.Context(), client, func(netip.Addr) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	return n, s
}
