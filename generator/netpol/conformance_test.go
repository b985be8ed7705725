package netpol

import (
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"
)

// upstreamCases is the number of cases in k8s.io/kubernetes v1.32, test/e2e/network/netpol/network_policy.go. Its other
// file of cases, network_policy_api.go, is about the API server (create, patch, validate) and not about traffic.
const upstreamCases = 48

// TestConformance runs the upstream cases, a file each, whose first line is the upstream title. The sections of a file are
// steps: set a policy's spec or a namespace's or pod's labels, delete a policy, and compare what every pod reaches.
// In a matrix rows are sources, columns are targets, "." is allowed and "X" denied; "-" is a pod's access to itself, which
// upstream does not judge and which is always allowed here.
func TestConformance(t *testing.T) {
	files, err := filepath.Glob("testdata/conformance/*.txtar")
	if err != nil || len(files) != upstreamCases {
		t.Fatalf("%d files, want the %d upstream cases (%v)", len(files), upstreamCases, err)
	}
	titles := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archive := txtar.Parse(data)
		title, _, _ := strings.Cut(string(archive.Comment), "\n")
		if other, twice := titles[title]; twice || !strings.Contains(title, " should ") {
			t.Errorf("%s: title %q is not an upstream title of its own (also %q)", file, title, other)
		}
		titles[title] = file
		t.Run(title, func(t *testing.T) { newCluster().run(t, archive.Files) })
	}
}

// cluster is the upstream fixture: pods a, b and c in the namespaces x, y and z, all serving 80 and 81 on each protocol.
type cluster struct {
	namespaces map[string]map[string]string
	ends       []Endpoint
	policies   map[string]*networkingv1.NetworkPolicy // by namespace/name
}

func newCluster() *cluster {
	c := &cluster{namespaces: map[string]map[string]string{}, policies: map[string]*networkingv1.NetworkPolicy{}}
	for i, namespace := range []string{"x", "y", "z"} {
		c.namespaces[namespace] = nil
		for j, name := range []string{"a", "b", "c"} {
			pod := &Pod{Namespace: namespace, Name: name, Labels: map[string]string{"pod": name}, Ports: upstreamPorts()}
			c.ends = append(c.ends, Endpoint{Pod: pod, Addr: netip.AddrFrom4([4]byte{10, 0, byte(i + 1), byte(j + 1)})})
		}
	}
	return c
}

func upstreamPorts() (ports []corev1.ContainerPort) {
	for _, number := range []int32{80, 81} {
		for _, protocol := range []corev1.Protocol{corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP} {
			name := fmt.Sprintf("serve-%d-%s", number, strings.ToLower(string(protocol)))
			ports = append(ports, corev1.ContainerPort{Name: name, ContainerPort: number, Protocol: protocol})
		}
	}
	return ports
}

func (c *cluster) run(t *testing.T, steps []txtar.File) {
	compared := 0
	for _, step := range steps {
		verb, operand, _ := strings.Cut(step.Name, " ")
		switch verb {
		case "policy":
			c.policies[operand] = policyOf(t, operand, step.Data)
		case "delete":
			delete(c.policies, strings.TrimPrefix(operand, "policy "))
		case "namespace":
			c.namespaces[operand] = decode[map[string]string](t, step.Data)
		case "pod":
			c.pod(t, operand).Labels = decode[map[string]string](t, step.Data)
		case "reach":
			compared++
			if diff := cmp.Diff(lines(string(step.Data)), lines(c.matrix(t, operand))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", step.Name, diff)
			}
		default:
			t.Fatalf("unknown step %q", step.Name)
		}
	}
	if compared == 0 {
		t.Error("nothing is compared")
	}
}

func (c *cluster) pod(t *testing.T, name string) *Pod {
	for _, end := range c.ends {
		if end.Pod.Namespace+"/"+end.Pod.Name == name {
			return end.Pod
		}
	}
	t.Fatalf("no pod %q", name)
	return nil
}

// matrix says what every pod reaches at a port such as "TCP 80".
func (c *cluster) matrix(t *testing.T, target string) string {
	protocol, number, _ := strings.Cut(target, " ")
	port, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	evaluator := evaluatorOf(t, c.namespaces, slices.Collect(maps.Values(c.policies))...)
	var text strings.Builder
	text.WriteString("      x   y   z\n      abc abc abc\n")
	for _, from := range c.ends {
		fmt.Fprintf(&text, "%s/%s  ", from.Pod.Namespace, from.Pod.Name)
		for i, to := range c.ends {
			if i%3 == 0 {
				text.WriteByte(' ')
			}
			verdict := evaluator.Evaluate(Connection{From: from, To: to, Port: int32(port), Protocol: corev1.Protocol(protocol)})
			text.WriteByte(mark(verdict))
		}
		text.WriteByte('\n')
	}
	return text.String()
}

func lines(text string) []string { return strings.Split(text, "\n") }

func mark(v Verdict) byte {
	switch {
	case !v.Allowed():
		return 'X'
	case v.Connection.From.Pod == v.Connection.To.Pod:
		return '-'
	default:
		return '.'
	}
}

func policyOf(t *testing.T, name string, spec []byte) *networkingv1.NetworkPolicy {
	t.Helper()
	policy := &networkingv1.NetworkPolicy{Spec: decode[networkingv1.NetworkPolicySpec](t, spec)}
	policy.Namespace, policy.Name, _ = strings.Cut(name, "/")
	return policy
}

func decode[T any](t testing.TB, data []byte) (value T) {
	t.Helper()
	if err := yaml.UnmarshalStrict(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func evaluatorOf(t testing.TB, namespaces map[string]map[string]string, policies ...*networkingv1.NetworkPolicy) *Evaluator {
	t.Helper()
	evaluator, err := New(namespaces, policies)
	if err != nil {
		t.Fatal(err)
	}
	return evaluator
}
