package standins

import (
	"context"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/fake"
	"sigs.k8s.io/yaml"
)

const route = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: production, generation: 2}
spec:
  parentRefs: [{group: "", kind: Service, name: shop, port: 80}, {group: policy.linkerd.io, kind: Server, name: shop}]
`

func TestAccept(t *testing.T) {
	object := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(route), &object.Object); err != nil {
		t.Fatal(err)
	}
	object.SetGeneration(2)
	kinds := map[schema.GroupVersionResource]string{routes[0]: "HTTPRouteList"}
	client := fake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), kinds, object)
	if err := accept(context.Background(), client.Resource(routes[0]), object); err != nil {
		t.Fatal(err)
	}
	written, err := client.Resource(routes[0]).Namespace("production").Get(t.Context(), "shop", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Status routeStatus `json:"status"`
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(written.Object, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Status.Parents) != 2 {
		t.Fatalf("%d parents answered, want 2", len(got.Status.Parents))
	}
	for i, conditions := range []int{2, 1} {
		p := got.Status.Parents[i]
		if len(p.Conditions) != conditions || p.ParentRef["name"] != "shop" || p.Conditions[0].ObservedGeneration != 2 {
			t.Errorf("parent %d: %+v", i, p)
		}
	}
	if !answered(written, 2) {
		t.Error("it would be written again")
	}
	written.SetGeneration(3)
	if answered(written, 2) {
		t.Error("a change would not be answered")
	}
}
