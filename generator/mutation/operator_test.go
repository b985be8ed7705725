package mutation

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

const service = `kind: Service
metadata: {name: hello, labels: {app.kubernetes.io/name: hello}}
spec: {type: ClusterIP, ports: [{name: http, port: 80}, {name: admin, port: 81}]}
`

func documents(t *testing.T) []Document {
	t.Helper()
	d := Document{Path: "service-hello.yaml", Kind: "Service"}
	if err := yaml.Unmarshal([]byte(service), &d.Tree); err != nil {
		t.Fatal(err)
	}
	return []Document{d}
}

// TestFields applies one target, and looks at the changed file.
func TestFields(t *testing.T) {
	for name, test := range map[string]struct {
		target      target
		field, want string // empty where the target does not apply
	}{
		"rename":           {at("Service metadata.name", rename), "metadata.name", `{"metadata":{"name":"hello-x"}}`},
		"a key with dots":  {at("Service metadata.labels.[app.kubernetes.io/name]", drop), "metadata.labels[app.kubernetes.io/name]", `{"metadata":{"labels":{}}}`},
		"an item":          {at("Service spec.ports.1", drop), "spec.ports[1]", `{"spec":{"ports":[{"name":"http","port":80}]}}`},
		"shift":            {at("Service spec.ports.0.port", shift), "spec.ports[0].port", `{"spec":{"ports":[{"name":"http","port":81},{"name":"admin","port":81}]}}`},
		"grow":             {at("Service spec.externalIPs", grow("192.0.2.1")), "spec.externalIPs", `{"spec":{"externalIPs":["192.0.2.1"]}}`},
		"a way to make":    {at("Service spec.a.b", to(1)), "spec.a.b", `{"spec":{"a":{"b":1}}}`},
		"no value to swap": {at("Service spec.type", swap("NodePort", "x")), "", ""},
		"no such value":    {at("Service spec.sessionAffinity", drop), "", ""},
		"as it is":         {at("Service spec.type", to("ClusterIP")), "", ""},
		"another kind":     {at("Ingress spec.type", drop), "", ""},
		"another file":     {at("Service spec.type", drop).in("/production/"), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m, ok := fields(name, test.target).Mutate(rand.New(rand.NewPCG(1, 1)), documents(t))
			if ok != (test.field != "") {
				t.Fatalf("applies: %t", ok)
			}
			if !ok {
				return
			}
			if diff := cmp.Diff([]string{test.field}, m.Fields); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(merged(t, test.want), decoded(t, m.Files["service-hello.yaml"])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// merged is the Service with some of its fields replaced: those named, and of nested ones those named below.
func merged(t *testing.T, with string) map[string]any {
	t.Helper()
	tree := decoded(t, []byte(service))
	for section, fields := range decoded(t, []byte(with)) {
		for name, value := range fields.(map[string]any) {
			tree[section].(map[string]any)[name] = value
		}
	}
	return tree
}

func decoded(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var tree map[string]any
	if err := yaml.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestSeed makes the same mutant of the same seed, and another one of another seed.
func TestSeed(t *testing.T) {
	d := documents(t)
	for _, o := range []Operator{wrongType(), unknownField(), misspelt(), givenTwice()} {
		mutants := map[string]bool{}
		for seed := range uint64(20) {
			once, _ := o.Mutate(rand.New(rand.NewPCG(seed, 0)), d)
			again, _ := o.Mutate(rand.New(rand.NewPCG(seed, 0)), d)
			if diff := cmp.Diff(once, again); diff != "" {
				t.Errorf("%s: %s", o.Name, diff)
			}
			mutants[string(once.Files["service-hello.yaml"])] = true
		}
		if len(mutants) < 3 {
			t.Errorf("%s: %d mutants of 20 seeds", o.Name, len(mutants))
		}
	}
	if diff := cmp.Diff(decoded(t, []byte(service)), d[0].Tree); diff != "" {
		t.Errorf("the document changed: %s", diff)
	}
}

// TestNames has no operator of a list twice, so that a line of the report is about one.
func TestNames(t *testing.T) {
	for _, list := range [][]Operator{Inputs, Objects} {
		seen := map[string]bool{}
		for _, o := range list {
			if seen[o.Name] {
				t.Errorf("%q is listed twice", o.Name)
			}
			seen[o.Name] = true
		}
	}
	if len(Inputs) < 12 || len(Objects) < 25 {
		t.Errorf("%d operators for inputs and %d for objects", len(Inputs), len(Objects))
	}
}
