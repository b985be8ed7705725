package refusal

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

func ptr[T any](v T) *T { return &v }

// object is a value of ours as the dynamic client takes it.
func object(typed any) *unstructured.Unstructured {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed)
	if err != nil {
		panic(fmt.Sprintf("a case of ours: %v", err)) // of the proof itself, not of an input
	}
	return &unstructured.Unstructured{Object: content}
}

// manifest is an object of ours in YAML.
func manifest(text string) *unstructured.Unstructured {
	content := map[string]any{}
	if err := yaml.UnmarshalStrict([]byte(text), &content); err != nil {
		panic(fmt.Sprintf("a case of ours: %v\n%s", err, text)) // of the proof itself, not of an input
	}
	return &unstructured.Unstructured{Object: content}
}

// yamlOf is the reverse.
func yamlOf(o *unstructured.Unstructured) string {
	text, err := yaml.Marshal(o.Object)
	if err != nil {
		panic(fmt.Sprintf("a case of ours: %v", err)) // of the proof itself, not of an input
	}
	return string(text)
}
