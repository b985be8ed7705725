package overlay

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// FuzzApply patches a Service with any bytes: it stays a Service of that name, goes, or there are problems.
func FuzzApply(f *testing.F) {
	f.Add("apiVersion: v1\nkind: Service\nmetadata: {name: hello}\nspec: {type: NodePort}\n")
	f.Add("apiVersion: v1\nkind: Service\nmetadata: {name: hello}\n$patch: delete\n")
	f.Add("target: {kind: Service, name: hello}\npatch: [{op: add, path: /metadata/labels, value: {a: b}}]\n")
	f.Add("target: {kind: Service, name: hello}\npatch: [{op: remove, path: /spec/nothing}]\n---\nkind: x\n")
	f.Add("apiVersion: v1\nkind: Service\nmetadata: {name: hello}\nspec: {ports: null, sepc: [1, 2.5, true]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		documents, err := input.ParseAll("patches.yaml", []byte(text))
		if err != nil {
			return
		}
		service := &corev1.Service{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
			ObjectMeta: metav1.ObjectMeta{Name: "hello", Namespace: "shop"},
			Spec:       corev1.ServiceSpec{Ports: []corev1.ServicePort{{Name: "http", Port: 80}}},
		}
		patched, problems := Apply([]manifest.Object{service}, &config.Patch{Path: "patches.yaml", Documents: documents},
			manifest.Decoder{Scheme: manifest.Scheme()})
		if len(problems) > 0 {
			return
		}
		for _, object := range patched {
			if got, want := manifest.IDOf(object), manifest.IDOf(service); got != want {
				t.Errorf("the patch made %v of %v", got, want)
			}
		}
	})
}
