package netpol

import (
	"fmt"
	"testing"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// sizes are numbers of apps in one namespace. Time per operation at the second over time at the first says how cost grows.
var sizes = []int{1_000, 10_000}

// BenchmarkEvaluate asks five connections of every app in turn, one an operation.
func BenchmarkEvaluate(b *testing.B) {
	for _, apps := range sizes {
		b.Run(fmt.Sprint("apps=", apps), func(b *testing.B) {
			town := newTown(b, apps)
			evaluator := evaluatorOf(b, town.namespaces, town.policies...)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				evaluator.Evaluate(town.connections[i%len(town.connections)])
				i++
			}
		})
	}
}

// BenchmarkNew reports the time per policy.
func BenchmarkNew(b *testing.B) {
	for _, apps := range sizes {
		b.Run(fmt.Sprint("apps=", apps), func(b *testing.B) {
			town := newTown(b, apps)
			for b.Loop() {
				evaluatorOf(b, town.namespaces, town.policies...)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(town.policies)), "ns/policy")
		})
	}
}

// TestPodAsksOnlyItsOwnPolicies counts what the benchmarks show: how many policies a pod asks does not grow with its
// namespace, though all of them require one label in common.
func TestPodAsksOnlyItsOwnPolicies(t *testing.T) {
	for _, apps := range sizes {
		town := newTown(t, apps)
		x := evaluatorOf(t, town.namespaces, town.policies...).ingress["town"]
		asked := len(x.rest)
		for key, value := range town.connections[0].To.Pod.Labels {
			asked += len(x.byLabel[key][value])
		}
		if want := 4; asked != want { // its own and three for every pod
			t.Errorf("%d apps: a pod asks %d policies, want %d", apps, asked, want)
		}
	}
}

// town is one namespace of many apps, each with a policy of its own, and five policies for every pod.
type town struct {
	namespaces  map[string]map[string]string
	policies    []*networkingv1.NetworkPolicy
	connections []Connection
}

func newTown(tb testing.TB, apps int) town {
	t := town{namespaces: map[string]map[string]string{"town": nil, "ingress-nginx": nil, "monitoring": nil, "kube-system": nil}}
	for name, spec := range forEveryPod {
		t.add(tb, name, spec)
	}
	pods := make([]*Pod, apps)
	for i := range pods {
		app := fmt.Sprint("app-", i)
		t.add(tb, app, fmt.Sprintf(forOneApp, app))
		pods[i] = &Pod{Namespace: "town", Labels: map[string]string{
			"app.kubernetes.io/name": app, "app.kubernetes.io/instance": app, "app.kubernetes.io/part-of": "town", "team": "a",
		}}
	}
	for i, pod := range pods {
		t.connections = append(t.connections,
			Connection{From: inNamespace("ingress-nginx"), To: Endpoint{Pod: pod}, Port: 8000},
			Connection{From: inNamespace("monitoring"), To: Endpoint{Pod: pod}, Port: 4191},
			Connection{From: inNamespace("kube-system"), To: Endpoint{Pod: pod}, Port: 8000},
			Connection{From: Endpoint{Pod: pods[(i+1)%apps]}, To: Endpoint{Pod: pod}, Port: 8000},
			Connection{From: Endpoint{Pod: pod}, To: inNamespace("kube-system"), Port: 53, Protocol: "UDP"},
		)
	}
	return t
}

func (t *town) add(tb testing.TB, name, spec string) {
	policy := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: "town", Name: name}}
	policy.Spec = decode[networkingv1.NetworkPolicySpec](tb, []byte(spec))
	t.policies = append(t.policies, policy)
}

func inNamespace(name string) Endpoint {
	return Endpoint{Pod: &Pod{Namespace: name, Labels: map[string]string{"app.kubernetes.io/name": name}}}
}

var forEveryPod = map[string]string{
	"default-deny": `{podSelector: {}, policyTypes: [Ingress, Egress]}`,
	"dns":          `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]}`,
	"identity":     `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 169.254.170.23/32}}], ports: [{port: 80}]}]}`,
	"mesh":         `{podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: linkerd}}}], ports: [{port: 8080}, {port: 8086}, {port: 8090}]}]}`,
	"metrics":      `{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}], ports: [{port: 4191}]}]}`,
}

const forOneApp = `
podSelector: {matchLabels: {app.kubernetes.io/part-of: town, app.kubernetes.io/name: %s}}
policyTypes: [Ingress]
ingress:
- from:
  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}
    podSelector: {matchLabels: {app.kubernetes.io/name: ingress-nginx}}
  ports: [{port: 8000}, {port: 4143}]
`
