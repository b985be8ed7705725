package ingressnginx

import (
	"crypto/tls"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
	"github.com/google/go-cmp/cmp"
)

func cluster() *plan.Cluster {
	fleet := &plan.Fleet{Domain: "example.com"}
	c := &plan.Cluster{Fleet: fleet, Name: "cart", Region: "eu-west-1", Zones: []string{"a", "b", "c"}, CIDR: "10.1.0.0/16"}
	fleet.Hub = c
	shop := &plan.Namespace{Cluster: c, Environment: &plan.Environment{Name: "shop"}}
	shop.Workloads = []*plan.Workload{{Public: true, Port: 9000}}
	c.Namespaces = []*plan.Namespace{shop}
	return c
}

// TestClientAddress: the PROXY protocol is on at both ends or at neither, and its sender is the load balancer alone.
func TestClientAddress(t *testing.T) {
	c, annotations := cluster(), nlb().Annotations
	const prefix = "service.beta.kubernetes.io/aws-load-balancer-"
	if annotations[prefix+"proxy-protocol"] != "*" || settings(c)["use-proxy-protocol"] != "true" {
		t.Error("the PROXY protocol is on at one end only")
	}
	if !strings.Contains(annotations[prefix+"target-group-attributes"], "preserve_client_ip.enabled=false") {
		t.Error("packets come from clients' addresses, which the network policy denies")
	}
	var public []string
	for _, connection := range traffic(c).From {
		if slices.Contains(connection.Ports, httpsPort) {
			public = append(public, connection.Peer.CIDRs...)
		}
	}
	want := []string{"10.1.0.0/19", "10.1.32.0/19", "10.1.64.0/19"} // of the public subnets
	if diff := cmp.Diff(want, public); diff != "" {
		t.Errorf("admitted: -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(want, strings.Split(settings(c)["proxy-real-ip-cidr"], ",")); diff != "" {
		t.Errorf("believed: -want +got:\n%s", diff)
	}
	for _, text := range public {
		if _, err := netip.ParsePrefix(text); err != nil {
			t.Error(err)
		}
	}
}

// TestBackends: no port of an app is open beside its proxy's, and Argo CD's is where it runs.
func TestBackends(t *testing.T) {
	want := []component.Connection{
		component.Connect(component.Namespace("shop")),
		component.Connect(component.PodsOf(plan.ArgoCDServer), plan.ArgoCDServerPort),
	}
	if diff := cmp.Diff(want, component.Backends(cluster())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestEnd: a pod has finished before it is killed, and AWS keeps its connections until then.
func TestEnd(t *testing.T) {
	const chartGrace, exit = 300, 10 // terminationGracePeriodSeconds, and --post-shutdown-grace-period
	if lbc.Accepting+finishing+exit > chartGrace || lbc.Deregister < lbc.Accepting+finishing {
		t.Errorf("%d s and %d s do not fit", lbc.Accepting, finishing)
	}
}

// TestCiphers asks Go, which lists those without known weaknesses apart from the others.
func TestCiphers(t *testing.T) {
	var secure []string
	for _, suite := range tls.CipherSuites() {
		secure = append(secure, suite.Name)
	}
	names := strings.NewReplacer("AES128-GCM-SHA256", "WITH_AES_128_GCM_SHA256", "AES256-GCM-SHA384", "WITH_AES_256_GCM_SHA384",
		"CHACHA20-POLY1305", "WITH_CHACHA20_POLY1305_SHA256", "-", "_")
	for cipher := range strings.SplitSeq(tlsCiphers, ":") {
		if name := "TLS_" + names.Replace(cipher); !slices.Contains(secure, name) || !strings.HasPrefix(cipher, "ECDHE-") {
			t.Errorf("%s (%s): expected one that Go counts as secure, with forward secrecy", cipher, name)
		}
	}
}
