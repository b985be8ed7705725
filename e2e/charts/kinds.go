package charts

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// Objects reads what helm rendered. Two keys of one name are an error, as they are to the API server.
func Objects(rendered []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(rendered)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		raw, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			return nil, err
		}
		if string(raw) == "null" { // of comments alone
			continue
		}
		o := &unstructured.Unstructured{}
		if err := o.UnmarshalJSON(raw); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
}

// Outside are the kinds of the objects that are not among those that a component installs, sorted. Kinds are written as
// components declare them: Deployment.apps, ConfigMap.
func Outside(objects []*unstructured.Unstructured, installs []string) []string {
	var kinds []string
	for _, o := range objects {
		kind := o.GroupVersionKind().GroupKind().String()
		if !slices.Contains(installs, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// Admitted are the kinds that an AppProject lets in, which are those that all components of the platform install.
func Admitted(project []byte) ([]string, error) {
	var p struct {
		Spec struct {
			ClusterResourceWhitelist, NamespaceResourceWhitelist []schema.GroupKind
		}
	}
	if err := yaml.Unmarshal(project, &p); err != nil {
		return nil, err
	}
	var kinds []string
	for _, kind := range slices.Concat(p.Spec.ClusterResourceWhitelist, p.Spec.NamespaceResourceWhitelist) {
		kinds = append(kinds, kind.String())
	}
	return kinds, nil
}
