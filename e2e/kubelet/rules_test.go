package kubelet

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/utils/ptr"
)

func TestExpand(t *testing.T) {
	env := map[string]string{"A": "a", "EMPTY": "", "B": "$(A)"}
	for in, want := range map[string]string{
		"":               "",
		"plain":          "plain",
		"$(A)":           "a",
		"x$(A)$(A)y":     "xaay",
		"$(EMPTY)":       "",
		"$(B)":           "$(A)", // once only
		"$(NONE)":        "$(NONE)",
		"$$(A)":          "$(A)",
		"$$$(A)":         "$a",
		"$$$$(A)":        "$$(A)",
		"$":              "$",
		"$A ${A} $":      "$A ${A} $",
		"$(A":            "$(A",
		"$(A $(A)":       "$(A $(A)",
		"/bin/$(A)/$(A)": "/bin/a/a",
	} {
		if got := expand(in, env); got != want {
			t.Errorf("%q is %q, not %q", in, got, want)
		}
	}
}

func TestRepository(t *testing.T) {
	for image, want := range map[string]string{
		"redis":                        "redis",
		"redis:7":                      "redis",
		"quay.io/argoproj/argocd:v3":   "quay.io/argoproj/argocd",
		"host:5000/a/b":                "host:5000/a/b",
		"host:5000/a/b:1@sha256:00":    "host:5000/a/b",
		"host:5000/a/b@sha256:0011223": "host:5000/a/b",
	} {
		if got := repository(image); got != want {
			t.Errorf("%s is %s, not %s", image, got, want)
		}
	}
}

func TestProgramOf(t *testing.T) {
	k := Kubelet{Config: Config{Programs: []Program{
		{Image: "host/a", Entrypoint: []string{"any"}}, {Image: "host/a", Tag: "2", Entrypoint: []string{"second"}},
		{Image: "host/b", Tag: "1"},
	}}}
	for image, want := range map[string]string{
		"host/a:1": "any", "host/a:2": "second", "host/a:2@sha256:00": "second", "host/a@sha256:00": "any", "host/b:2": "", "host/c:1": "",
	} {
		got := ""
		if p := k.programOf(image); p != nil {
			got = p.Entrypoint[0]
		}
		if got != want {
			t.Errorf("%s is %q, not %q", image, got, want)
		}
	}
}

func TestBinaries(t *testing.T) {
	p := Program{Binary: map[string]string{"argocd-server": "/cache/argocd"}}
	for command, want := range map[string]string{
		"/opt/bin/argocd-server": "/opt/bin/argocd-server",
		"argocd-server":          "/usr/local/bin/argocd-server",
		"/bin/sh":                "/usr/local/bin/argocd-server",
	} {
		if diff := cmp.Diff(map[string]string{want: "/cache/argocd"}, p.binaries(command)); diff != "" {
			t.Errorf("%s: %s", command, diff)
		}
	}
}

func TestServiceEnv(t *testing.T) {
	env := map[string]string{}
	service := &corev1.Service{Spec: corev1.ServiceSpec{ClusterIP: "172.20.1.2", Ports: []corev1.ServicePort{
		{Name: "http-api", Port: 80, Protocol: corev1.ProtocolTCP}, {Port: 53, Protocol: corev1.ProtocolUDP},
	}}}
	service.Name = "my-app"
	serviceEnv(service, env)
	serviceEnv(&corev1.Service{Spec: corev1.ServiceSpec{ClusterIP: corev1.ClusterIPNone}}, env)
	want := map[string]string{
		"MY_APP_SERVICE_HOST": "172.20.1.2", "MY_APP_SERVICE_PORT": "80", "MY_APP_SERVICE_PORT_HTTP_API": "80",
		"MY_APP_PORT":        "tcp://172.20.1.2:80",
		"MY_APP_PORT_80_TCP": "tcp://172.20.1.2:80", "MY_APP_PORT_80_TCP_PROTO": "tcp",
		"MY_APP_PORT_80_TCP_PORT": "80", "MY_APP_PORT_80_TCP_ADDR": "172.20.1.2",
		"MY_APP_PORT_53_UDP": "udp://172.20.1.2:53", "MY_APP_PORT_53_UDP_PROTO": "udp",
		"MY_APP_PORT_53_UDP_PORT": "53", "MY_APP_PORT_53_UDP_ADDR": "172.20.1.2",
	}
	if diff := cmp.Diff(want, env); diff != "" {
		t.Error(diff)
	}
}

func TestResourceField(t *testing.T) {
	c := &corev1.Container{Name: "main"}
	c.Resources.Limits = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1500m"), corev1.ResourceMemory: resource.MustParse("1Gi")}
	object := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{*c}}}
	for _, test := range []struct{ name, divisor, want string }{
		{"limits.cpu", "", "2"}, // rounded up
		{"limits.cpu", "1m", "1500"},
		{"limits.memory", "1Mi", "1024"},
		{"requests.memory", "", "0"},
		{"limits.ephemeral-storage", "1Gi", "50"}, // the node's
	} {
		ref := &corev1.ResourceFieldSelector{Resource: test.name}
		if test.divisor != "" {
			ref.Divisor = resource.MustParse(test.divisor)
		}
		if got, err := resourceField(object, c, ref); got != test.want || err != nil {
			t.Errorf("%s by %q is %q, %v, not %q", test.name, test.divisor, got, err, test.want)
		}
	}
	if _, err := resourceField(object, c, &corev1.ResourceFieldSelector{Resource: "limits.cpu", ContainerName: "none"}); err == nil {
		t.Error("a container that is not there has a limit")
	}
}

func TestResolver(t *testing.T) {
	object := &corev1.Pod{Spec: corev1.PodSpec{DNSPolicy: corev1.DNSNone, DNSConfig: &corev1.PodDNSConfig{
		Nameservers: []string{"192.0.2.53"}, Options: []corev1.PodDNSConfigOption{{Name: "ndots", Value: ptr.To("1")}, {Name: "edns0"}},
	}}}
	got, err := resolver(object, netip.MustParseAddr("172.20.0.10"))
	if want := "nameserver 192.0.2.53\noptions ndots:1 edns0\n"; got != want || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWriteVolume(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "volume")
	for _, files := range []map[string]file{
		{"a": {"1", 0o644}, "deep/er/b": {"2", 0o400}},
		{"a": {"3", 0o600}, "c": {"", 0o644}},
		{},
	} {
		if err := writeVolume(dir, files, -1); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		versions, names := 0, 0
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), "..") {
				versions++
			} else {
				names++
			}
		}
		if versions != 2 || names != len(files) { // ..data and what it names
			t.Errorf("%v for %v", entries, files)
		}
		for path, want := range files {
			text, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil || string(text) != want.data {
				t.Errorf("%s is %q, %v", path, text, err)
			}
			if info, err := os.Stat(filepath.Join(dir, path)); err != nil || info.Mode() != want.mode {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	prefix := netip.MustParsePrefix("10.20.96.0/30")
	a := &addresses{prefix: prefix, last: prefix.Addr()}
	for _, want := range []string{"10.20.96.1", "10.20.96.2", "10.20.96.3"} {
		if got, err := a.next(); got.String() != want || err != nil {
			t.Errorf("%v, %v, not %s", got, err, want)
		}
	}
	if got, err := a.next(); err == nil {
		t.Errorf("%v is outside of %v", got, prefix)
	}
}

func TestNamespaceOfItsOwn(t *testing.T) {
	before, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		namespace, err := connect(attach(func(int, netip.Addr) error { return nil }), netip.Addr{})
		if err != nil {
			t.Fatal(err)
		}
		namespace.Close()
	}
	if after, _ := os.Readlink("/proc/self/ns/net"); after != before {
		t.Errorf("the process moved from %s to %s", before, after)
	}
}

type attach func(int, netip.Addr) error

func (a attach) Attach(pid int, ip netip.Addr) error { return a(pid, ip) }
