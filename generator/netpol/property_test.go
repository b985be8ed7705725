package netpol

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const (
	worlds      = 2000
	connections = 20 // asked in each
)

func TestAgreesWithTheNaiveReading(t *testing.T) {
	allowed, admitted := 0, 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		namespaces, policies := w.cluster()
		evaluator := evaluatorOf(t, namespaces, policies...)
		for range connections {
			c := w.connection()
			got, want := evaluator.Evaluate(c), naive{namespaces, policies}.allows(c)
			if got.Allowed() != want {
				t.Fatalf("seed %d: naive says %t, but %s\n%s", seed, want, got, describe(t, policies, c))
			}
			if got.Allowed() {
				allowed++
			}
			if got.Egress.Admitting != nil || got.Ingress.Admitting != nil {
				admitted++
			}
		}
	}
	t.Logf("%d connections, %d allowed, %d ends admitted by a rule", worlds*connections, allowed, admitted)
	if total := worlds * connections; allowed < total/5 || allowed > total*4/5 || admitted < total/20 {
		t.Error("the worlds are too one-sided to compare anything")
	}
}

func describe(t *testing.T, policies []*networkingv1.NetworkPolicy, c Connection) string {
	text, err := yaml.Marshal(map[string]any{"policies": policies, "connection": c})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOrderOfPoliciesDoesNotMatter(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		namespaces, policies := w.cluster()
		before := evaluatorOf(t, namespaces, policies...)
		shuffled := slices.Clone(policies)
		w.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		after := evaluatorOf(t, namespaces, shuffled...)
		for range connections {
			c := w.connection()
			if one, other := before.Evaluate(c), after.Evaluate(c); !reflect.DeepEqual(one, other) {
				t.Fatalf("seed %d: %s, but shuffled %s", seed, one, other)
			}
		}
	}
}

// A policy closes something only by isolating an end that was not isolated before.
func TestPolicyOnlyWidensWhatIsIsolated(t *testing.T) {
	widened := 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		namespaces, policies := w.cluster()
		before := evaluatorOf(t, namespaces, policies...)
		after := evaluatorOf(t, namespaces, append(policies, w.policy("added"))...)
		for range connections {
			c := w.connection()
			was, is := before.Evaluate(c), after.Evaluate(c)
			if newlyIsolated(was.Egress, is.Egress) || newlyIsolated(was.Ingress, is.Ingress) {
				continue
			}
			if was.Allowed() && !is.Allowed() {
				t.Fatalf("seed %d: was %s, is %s", seed, was, is)
			}
			if !was.Allowed() && is.Allowed() {
				widened++
			}
		}
	}
	if widened == 0 {
		t.Error("no added policy widened anything")
	}
}

func newlyIsolated(was, is Side) bool { return len(was.Isolating) == 0 && len(is.Isolating) > 0 }

func TestAllowAllAdmitsEverything(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		namespaces, policies := w.cluster()
		for _, namespace := range []string{"x", "y", "z"} {
			policies = append(policies, &networkingv1.NetworkPolicy{
				ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "allow-all"},
				Spec: networkingv1.NetworkPolicySpec{
					Ingress: []networkingv1.NetworkPolicyIngressRule{{}}, Egress: []networkingv1.NetworkPolicyEgressRule{{}},
				},
			})
		}
		evaluator := evaluatorOf(t, namespaces, policies...)
		for range connections {
			if v := evaluator.Evaluate(w.connection()); !v.Allowed() {
				t.Fatalf("seed %d: %s", seed, v)
			}
		}
	}
}

// FuzzEvaluate takes a policy as it may come, also one that the API server would refuse: no panic, and the naive reading.
func FuzzEvaluate(f *testing.F) {
	for _, test := range semantics {
		spec, err := yaml.YAMLToJSON([]byte(test.spec))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(spec, uint16(8000))
	}
	f.Fuzz(func(t *testing.T, spec []byte, port uint16) {
		policy := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "policy"}}
		if json.Unmarshal(spec, &policy.Spec) != nil {
			return
		}
		policies := []*networkingv1.NetworkPolicy{policy}
		evaluator, err := New(namespaceLabels, policies)
		if err != nil {
			return
		}
		for _, from := range ends {
			for _, to := range ends {
				c := Connection{From: from, To: to, Port: int32(port) + 1, Protocol: corev1.ProtocolTCP}
				v := evaluator.Evaluate(c)
				if v.Allowed() != (naive{namespaceLabels, policies}).allows(v.Connection) {
					t.Errorf("naive differs: %s", v)
				}
			}
		}
	})
}
