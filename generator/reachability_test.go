package main

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/meshpol"
	"github.com/example/fastapi-gitops/generator/netpol"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

var update = flag.Bool("update", false, "write the golden tables of reachability")

// TestReachability writes down, for each environment, who may talk to whom, and compares with the golden table. The
// verdicts are those of all network policies of the cluster together, and below them those of the mesh.
func TestReachability(t *testing.T) {
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	for _, fleet := range r.fleets {
		for _, cluster := range fleet.Clusters {
			network := networkOf(t, cluster)
			for _, n := range cluster.Plan.Namespaces {
				golden(t, filepath.Join("testdata", "reachability", fleet.Plan.Name, cluster.Plan.Name, n.Name()+".txt"),
					reachability(network, cluster, n.Name()))
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); read it as a reviewer, then go test ./generator -run TestReachability -update:\n%s", name, diff)
	}
}

func networkOf(t *testing.T, cluster policy.Cluster) *netpol.Evaluator {
	t.Helper()
	namespaces := map[string]map[string]string{}
	var policies []*networkingv1.NetworkPolicy
	for _, entry := range cluster.Entries {
		switch object := entry.Object.(type) {
		case *corev1.Namespace:
			namespaces[object.Name] = object.Labels
		case *networkingv1.NetworkPolicy:
			policies = append(policies, object)
		}
	}
	network, err := netpol.New(namespaces, policies)
	if err != nil {
		t.Fatal(err)
	}
	return network
}

// party is one end of a connection that the table asks about.
type party struct {
	name string
	end  netpol.Endpoint
}

func podParty(namespace, name string, labels map[string]string) party {
	return party{namespace + "/" + name, netpol.Endpoint{Pod: &netpol.Pod{Namespace: namespace, Name: name, Labels: labels}}}
}

func platformParty(name string, n plan.Neighbour) party { return podParty(n.Namespace, name, n.Labels) }

func address(name, addr string) party {
	return party{name, netpol.Endpoint{Addr: netip.MustParseAddr(addr)}}
}

// reachability is the table of one namespace, with every app of it as one end.
func reachability(network *netpol.Evaluator, cluster policy.Cluster, namespace string) string {
	var table strings.Builder
	ask := func(from, to party, protocol corev1.Protocol, ports ...int32) {
		for _, port := range ports {
			verdict := "deny "
			if network.Evaluate(netpol.Connection{From: from.end, To: to.end, Port: port, Protocol: protocol}).Allowed() {
				verdict = "allow"
			}
			fmt.Fprintf(&table, "%s  %-45s  %-45s  %s %d\n", verdict, from.name, to.name, protocol, port)
		}
	}
	fmt.Fprintf(&table, "%-5s  %-45s  %-45s  %s\n", "", "from", "to", "port")
	for _, entry := range cluster.Entries {
		deployment, ok := entry.Object.(*appsv1.Deployment)
		if !ok || deployment.Namespace != namespace {
			continue
		}
		pod := netpol.PodOf(namespace, deployment.Spec.Template)
		app := party{namespace + "/" + deployment.Name, netpol.Endpoint{Pod: &pod}}
		serving := deployment.Spec.Template.Spec.Containers[0].Ports[0].ContainerPort
		askAbout(cluster.Plan.Fleet.IngressController(), app, serving, ask)
	}
	fmt.Fprintf(&table, "\n%-5s  %-45s  %-45s  %s\n", "", "identity, or address without one", "to", "request")
	askMesh(&table, cluster, namespace)
	return table.String()
}

// askMesh asks the mesh about requests to each app, by whatever way they come.
func askMesh(table *strings.Builder, cluster policy.Cluster, namespace string) {
	mesh := meshpol.New()
	for _, entry := range cluster.Entries {
		mesh.Add(entry.Object)
	}
	for _, entry := range cluster.Entries {
		deployment, ok := entry.Object.(*appsv1.Deployment)
		if !ok || deployment.Namespace != namespace {
			continue
		}
		pod := meshpol.PodOf(namespace, *policy.Injected(&deployment.Spec.Template))
		for _, from := range meshClients(cluster.Plan, namespace) {
			for _, path := range []string{"GET /", "POST /", "GET /metrics", "GET /%6Detrics", "GET /healthz", "GET /readyz"} {
				askOne(table, mesh, from, pod, pod.Ports["http"], path)
			}
			askOne(table, mesh, from, pod, plan.ProxyAdminPort, "GET /metrics")
			askOne(table, mesh, from, pod, 9999, "GET /")
		}
	}
}

func askOne(table *strings.Builder, mesh *meshpol.Evaluator, from meshpol.Client, to meshpol.Pod, port int32, request string) {
	method, path, _ := strings.Cut(request, " ")
	verdict := "deny "
	if mesh.Evaluate(meshpol.Request{From: from, To: to, Port: port, Method: method, Path: path}).Allowed {
		verdict = "allow"
	}
	name := from.Addr.String()
	if from.Meshed() {
		name = from.Namespace + "/" + from.Account
	}
	fmt.Fprintf(table, "%s  %-45s  %-45s  %d %s\n", verdict, name, to.Namespace+"/"+to.Labels["app.kubernetes.io/name"], port, request)
}

// meshClients are the parts of the platform that send requests, an app that nobody named, a node and the Internet.
func meshClients(c *plan.Cluster, namespace string) []meshpol.Client {
	node, controller := netip.MustParsePrefix(c.CIDR).Addr().Next(), c.Fleet.IngressController()
	return []meshpol.Client{
		{Namespace: controller.Namespace, Account: controller.ServiceAccount, Addr: node},
		{Namespace: plan.Prometheus.Namespace, Account: plan.Prometheus.ServiceAccount, Addr: node},
		{Namespace: namespace, Account: "another-app", Addr: node},
		{Addr: node},
		{Addr: netip.MustParseAddr("203.0.113.9")},
	}
}

// askAbout asks for what an app needs, and for what it must not have.
func askAbout(controller plan.Neighbour, app party, serving int32, ask func(from, to party, protocol corev1.Protocol, ports ...int32)) {
	const tcp, udp = corev1.ProtocolTCP, corev1.ProtocolUDP
	ask(platformParty("controller", controller), app, tcp, serving, plan.ProxyInboundPort, plan.ProxyAdminPort)
	ask(platformParty("prometheus", plan.Prometheus), app, tcp, serving, plan.ProxyInboundPort, plan.ProxyAdminPort)
	ask(podParty("monitoring", "grafana", map[string]string{"app.kubernetes.io/name": "grafana"}), app, tcp, serving)
	ask(podParty("ingress-nginx", "other", nil), app, tcp, serving)
	neighbour := podParty(app.end.Pod.Namespace, "another-app", map[string]string{"app.kubernetes.io/name": "another-app"})
	for _, stranger := range []party{
		neighbour, podParty("elsewhere", "fastapi-hello", app.end.Pod.Labels), podParty("default", "pod", nil), address("internet", "203.0.113.9"),
	} {
		ask(stranger, app, tcp, serving, plan.ProxyInboundPort)
	}

	ask(app, platformParty("kube-dns", plan.DNS), udp, 53)
	ask(app, platformParty("kube-dns", plan.DNS), tcp, 53, 9153)
	ask(app, platformParty("control-plane", plan.Mesh), tcp, plan.IdentityPort, plan.DestinationPort, plan.PolicyPort, 9990)
	ask(app, address("pod identity agent", "169.254.170.23"), tcp, plan.PodIdentityAgentPort, 443)
	ask(app, address("instance metadata", "169.254.169.254"), tcp, 80)
	ask(app, address("kubernetes API", "172.20.0.1"), tcp, 443)
	ask(app, address("internet", "203.0.113.9"), tcp, 443)
	ask(app, neighbour, tcp, serving, plan.ProxyInboundPort)
	ask(app, podParty("elsewhere", "fastapi-hello", app.end.Pod.Labels), tcp, serving, plan.ProxyInboundPort)
	ask(app, platformParty("prometheus", plan.Prometheus), tcp, 9090)
}
