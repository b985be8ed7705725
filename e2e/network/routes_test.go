package network

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/yaml"
)

func TestRouted(t *testing.T) {
	var objects []runtime.Object
	for _, text := range []string{
		`{metadata: {name: b}, spec: {parentRefs: [{kind: Service, name: shop}], rules: [{backendRefs: [{name: second, port: 80}]}]}}`,
		`{metadata: {name: a}, spec: {parentRefs: [{kind: Service, name: shop}], rules: [{backendRefs: [{name: first, port: 80}]}]}}`,
		`{metadata: {name: "0"}, spec: {parentRefs: [{kind: Server, name: shop}], rules: [{}]}}`,
	} {
		o := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(text), &o.Object); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, o)
	}
	if got := routed(objects, "shop"); len(got) != 1 || got[0].Name != "first" {
		t.Errorf("%+v, want the backend of the first route by name", got)
	}
	if got := routed(objects, "other"); got != nil {
		t.Errorf("%+v for a Service without a route", got)
	}
}

func TestChoose(t *testing.T) {
	at := func(n int) func(int) int { return func(int) int { return n } }
	backends := []backend{{Name: "stable", Weight: ptr.To(90)}, {Name: "canary", Weight: ptr.To(10)}}
	for n, want := range map[int]string{0: "stable", 89: "stable", 90: "canary", 99: "canary"} {
		if got := choose(backends, at(n)).Name; got != want {
			t.Errorf("%d of 100 goes to %s, not %s", n, got, want)
		}
	}
	if got := choose([]backend{{Name: "one"}, {Name: "two"}}, at(1)).Name; got != "two" {
		t.Errorf("without weights the second of two goes to %s", got)
	}
	if got := choose([]backend{{Name: "one", Weight: ptr.To(0)}}, nil).Name; got != "one" {
		t.Errorf("without any weight it goes to %s", got)
	}
}
