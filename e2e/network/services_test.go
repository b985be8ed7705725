package network_test

import (
	"context"
	"errors"
	"net/netip"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/example/fastapi-gitops/e2e/network"
)

const namespace = "team"

func service(name, ip string, port int32) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec: corev1.ServiceSpec{ClusterIP: ip, Ports: []corev1.ServicePort{
			{Name: "http", Port: port, Protocol: corev1.ProtocolTCP},
			{Name: "other", Port: 9999, Protocol: corev1.ProtocolUDP},
		}},
	}
}

func slice(service string, port int32, endpoints ...discoveryv1.Endpoint) *discoveryv1.EndpointSlice {
	other := port + 1
	return &discoveryv1.EndpointSlice{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: namespace, Name: service + "-1",
			Labels: map[string]string{discoveryv1.LabelServiceName: service},
		},
		AddressType: discoveryv1.AddressTypeIPv4,
		Ports:       []discoveryv1.EndpointPort{{Name: new("other"), Port: &other}, {Name: new("http"), Port: &port}},
		Endpoints:   endpoints,
	}
}

func ready(ip string) discoveryv1.Endpoint { return discoveryv1.Endpoint{Addresses: []string{ip}} }

func unready(ip string) discoveryv1.Endpoint {
	e := ready(ip)
	e.Conditions.Ready = new(false)
	return e
}

func watch(t *testing.T, client *fake.Clientset, live func(netip.Addr) bool) {
	t.Helper()
	if _, err := network.WatchServices(t.Context(), client, live); err != nil {
		t.Fatal(err)
	}
}

func anything(netip.Addr) bool { return true }

func TestServiceReachesItsPod(t *testing.T) {
	pod, client := newPod(t, "10.20.67.1"), newPod(t, "10.20.67.2")
	listen(t, pod.Do, ":8080", "pod")
	watch(t, fake.NewClientset(service("web", "172.20.6.1", 80), slice("web", 8080, ready("10.20.67.1"))), anything)
	for name, from := range map[string]func(func() error) error{"main": here, "pod": client.Do, "itself": pod.Do} {
		if got, err := hear(from, "172.20.6.1:80"); err != nil || got != "pod" {
			t.Errorf("from %s: %q, %v", name, got, err)
		}
	}
	if said, err := hear(here, "172.20.6.1:9999"); err == nil {
		t.Errorf("a UDP port answers over TCP: %q", said)
	}
}

func TestDeadEndpointsArePassedOver(t *testing.T) {
	pod := newPod(t, "10.20.67.3")
	refusing := newPod(t, "10.20.67.4")
	listen(t, pod.Do, ":8080", "pod")
	listen(t, newPod(t, "10.20.67.5").Do, ":8080", "unready")
	listen(t, newPod(t, "10.20.67.6").Do, ":8080", "not live")
	client := fake.NewClientset(service("web", "172.20.6.2", 80), slice("web", 8080,
		ready("10.20.67.99"), ready(refusing.IP.String()), unready("10.20.67.5"), ready("10.20.67.6"), ready("10.20.67.3")))
	watch(t, client, func(ip netip.Addr) bool { return ip != netip.MustParseAddr("10.20.67.6") })
	for range 6 {
		if got, err := hear(here, "172.20.6.2:80"); err != nil || got != "pod" {
			t.Errorf("got %q, %v", got, err)
		}
	}
}

func TestServiceWaitsForAnEndpoint(t *testing.T) {
	client := fake.NewClientset(service("web", "172.20.6.3", 80))
	watch(t, client, anything)
	said := make(chan string, 1)
	go func() {
		got, _ := hear(here, "172.20.6.3:80")
		said <- got
	}()
	listen(t, newPod(t, "10.20.67.7").Do, ":8080", "late")
	create(t, client, slice("web", 8080, ready("10.20.67.7")))
	if got := <-said; got != "late" {
		t.Errorf("got %q", got)
	}
}

func TestServiceWithoutEndpointResets(t *testing.T) {
	t.Parallel()
	watch(t, fake.NewClientset(service("web", "172.20.6.4", 80)), anything)
	start := time.Now()
	if _, err := hear(here, "172.20.6.4:80"); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("%v, want a reset", err)
	}
	if waited := time.Since(start); waited > 7*time.Second {
		t.Errorf("the reset took %v", waited)
	}
}

func TestServicesComeAndGo(t *testing.T) {
	listen(t, newPod(t, "10.20.67.8").Do, ":8080", "pod")
	client := fake.NewClientset()
	watch(t, client, anything)
	web := service("web", "172.20.6.5", 80)
	create(t, client, slice("web", 8080, ready("10.20.67.8")))
	for range 2 {
		if _, err := client.CoreV1().Services(namespace).Create(t.Context(), web, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { got, _ := hear(here, "172.20.6.5:80"); return got == "pod" })
		if err := client.CoreV1().Services(namespace).Delete(t.Context(), web.Name, metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { _, err := hear(here, "172.20.6.5:80"); return err != nil })
	}
}

func TestRoute(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	listen(t, here, "127.0.0.1:6443", "api")
	for _, at := range []netip.AddrPort{network.APIService, network.EKS} {
		if err := network.Route(ctx, at, "127.0.0.1:6443"); err != nil {
			t.Fatal(err)
		}
	}
	// The API server's own Service leaves the port to the route.
	kubernetes := service("kubernetes", network.APIService.Addr().String(), int32(network.APIService.Port()))
	watch(t, fake.NewClientset(kubernetes), anything)
	pod := newPod(t, "10.20.67.9")
	for _, at := range []netip.AddrPort{network.APIService, network.EKS} {
		if got, err := hear(pod.Do, at.String()); err != nil || got != "api" {
			t.Errorf("%v: %q, %v", at, got, err)
		}
	}
	cancel()
	eventually(t, func() bool { _, err := hear(here, network.EKS.String()); return err != nil })
}

func create(t *testing.T, client *fake.Clientset, s *discoveryv1.EndpointSlice) {
	t.Helper()
	if _, err := client.DiscoveryV1().EndpointSlices(namespace).Create(t.Context(), s, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for range 100 {
		if is() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("never came true")
}
