package manifest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestDecodeIsTheInverse(t *testing.T) {
	for name, object := range objects() {
		if object.GetObjectKind().GroupVersionKind().Kind == "" || name == "ConfigMap" || name == "times" {
			continue // without a type, or with empty values that come back as nothing
		}
		t.Run(name, func(t *testing.T) {
			data, err := Encode(object)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			if !equality.Semantic.DeepEqual(object, got) {
				t.Errorf("(-want +got):\n%s", cmp.Diff(object, got))
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	const service, deployment = "apiVersion: v1\nkind: Service\n", "apiVersion: apps/v1\nkind: Deployment\n"
	tests := []struct{ name, manifest, want string }{
		{"nothing", "# a comment\n", "the document is empty"},
		{"no mapping", "- a\n", "the document is not a mapping"},
		{"two documents", service + "---\n" + service, "more than one document"},
		{"syntax", "a: b: c\n", "yaml: mapping values are not allowed in this context"},
		{"no apiVersion", "kind: Service\n", "apiVersion: missing, or not a string"},
		{"no kind", "apiVersion: v1\nkind: 1\n", "kind: missing, or not a string"},
		{"unknown kind", "apiVersion: v1\nkind: Serivce\n", "kind: v1 Serivce is not known"},
		{"list", "apiVersion: v1\nkind: ServiceList\n", "kind: ServiceList is not an object with metadata"},
		{"unknown fields", deployment + "spec: {replica: 1, template: {spec: {containers: [{}, {imag: a}]}}}\n",
			"spec.replica: unknown field\nspec.template.spec.containers[1].imag: unknown field"},
		{"case", service + "Spec: {}\n", "Spec: unknown field"},
		{"duplicate keys", service + "metadata:\n  name: a\n  name: b\nspec:\n  ports: [{}, {port: 1, port: 2}]\n",
			"metadata.name: duplicate key\nspec.ports[1].port: duplicate key"},
		{"wrong types", deployment + "spec: {replicas: two, paused: 1, template: {spec: {containers: {name: a, image: b}}}}\n",
			"spec.paused: number instead of bool\nspec.replicas: string instead of int32\nspec.template.spec.containers: object instead of []v1.Container"},
		{"a number is no string", service + "metadata: {name: 1, labels: {a: yes}}\n",
			"metadata.labels.a: bool instead of string\nmetadata.name: number instead of string"},
		{"types that decode themselves", "apiVersion: v1\nkind: ResourceQuota\nspec: {hard: {cpu: 100mm, memory: 1}}\n",
			"spec.hard.cpu: unable to parse quantity's suffix"},
		{"keys", service + "metadata: {labels: {1: a, on: b}}\n",
			"metadata.labels.1: the key is not a string\nmetadata.labels.true: the key is not a string"},
		{"not JSON", service + "spec: {healthCheckNodePort: .inf}\n", "spec.healthCheckNodePort: not a finite number"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			object, err := Decode([]byte(test.manifest))
			if object != nil || err == nil {
				t.Fatalf("decoded %v", object)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeErrorsHavePaths(t *testing.T) {
	_, err := Decode([]byte("apiVersion: v1\nkind: Service\nspce: {}\n"))
	var field *FieldError
	if !errors.As(err, &field) || field.Path != "spce" {
		t.Errorf("no field in %v", err)
	}
}

func TestDecodeOtherKinds(t *testing.T) {
	group := schema.GroupVersion{Group: "argoproj.io", Version: "v1alpha1"}
	scheme, err := NewScheme(func(s *runtime.Scheme) error {
		s.AddKnownTypes(group, &ApplicationSet{})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const manifest = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: a\nspec:\n  generators: []\n  template:\n    metadata: {}\n    spec:\n      project: p\n"
	object, err := Decoder{Scheme: scheme}.Decode([]byte(manifest))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := Encode(object); err != nil || string(data) != manifest {
		t.Errorf("got %s, %v", data, err)
	}
	if _, err := Decode([]byte(manifest)); err == nil {
		t.Error("the shared scheme knows ApplicationSet")
	}
}

// FuzzDecode looks for panics, and for documents that decode to something that cannot be encoded and decoded again.
func FuzzDecode(f *testing.F) {
	for _, object := range objects() {
		data, err := Encode(object)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range awkward {
		f.Add([]byte("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: " + s + "\n  " + s + ": a\n"))
	}
	f.Add([]byte("apiVersion: v1\nkind: Secret\nmetadata: &a {name: *a}\ndata: {<<: *a, a: !!binary YQ==}\n"))
	f.Add([]byte("apiVersion: v1\nkind: Pod\nspec: {containers: [{resources: {limits: {cpu: 1e400, memory: -0}}}]}\n"))
	f.Add([]byte(strings.Repeat("[", 200) + "\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		object, err := Decode(data)
		if err != nil {
			return
		}
		first, err := Encode(object)
		if err != nil {
			return // a key that YAML has no way to write
		}
		again, err := Decode(first)
		if err != nil {
			t.Fatalf("%v in\n%s", err, first)
		}
		if second, err := Encode(again); err != nil || string(second) != string(first) {
			t.Fatalf("%v (-first +second):\n%s", err, cmp.Diff(string(first), string(second)))
		}
	})
}
