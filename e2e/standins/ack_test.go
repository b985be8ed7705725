package standins

import (
	"errors"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		err  error
		want map[string]string
	}{
		{nil, map[string]string{"ACK.ResourceSynced": "True", "Ready": "True"}},
		{errors.New("refused"), map[string]string{"ACK.Terminal": "True", "Ready": "False"}},
	} {
		conditions := AWS{Account: "111122223333", Region: "ap-south-1"}.status(c.err)["conditions"].([]any)
		for _, o := range conditions {
			condition := o.(map[string]any)
			if kind := condition["type"].(string); condition["status"] != c.want[kind] {
				t.Errorf("with the error %v: %v", c.err, condition)
			}
		}
		if len(conditions) != len(c.want) {
			t.Errorf("with the error %v: %d conditions, want %d", c.err, len(conditions), len(c.want))
		}
	}
}

func TestRetained(t *testing.T) {
	for annotation, want := range map[string]bool{"retain": true, "delete": false, "": false} {
		object := &unstructured.Unstructured{}
		object.SetAnnotations(map[string]string{"services.k8s.aws/deletion-policy": annotation})
		if got := retained(object); got != want {
			t.Errorf("with the policy %q: retained is %t, want %t", annotation, got, want)
		}
	}
}
