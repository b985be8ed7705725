package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"go.yaml.in/yaml/v2"
)

// parse reads the one YAML document in data into what encoding/json can write: maps, slices and scalars. It reads YAML
// 1.1, as Kubernetes does.
func parse(data []byte) (map[string]any, error) {
	var document, further any
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.SetStrict(true)
	err := decoder.Decode(&document)
	if notStrict := new(yaml.TypeError); errors.As(err, &notStrict) {
		return nil, duplicateKeys(data, err)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if document == nil {
		return nil, errors.New("the document is empty")
	}
	if err := decoder.Decode(&further); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one document")
	}
	var t treeBuilder
	tree, ok := t.value("", document).(map[string]any)
	if !ok {
		return nil, errors.New("the document is not a mapping")
	}
	return tree, joined(t.errs)
}

// treeBuilder turns the library's values into JSON's and collects what has no place there.
type treeBuilder struct {
	errs []*FieldError
}

func (t *treeBuilder) value(path string, v any) any {
	switch v := v.(type) {
	case map[any]any:
		return t.mapping(path, v)
	case []any:
		items := make([]any, len(v))
		for i := range v {
			items[i] = t.value(indexPath(path, i), v[i])
		}
		return items
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.fail(path, "not a finite number")
			return nil
		}
	}
	return v
}

func (t *treeBuilder) mapping(path string, mapping map[any]any) map[string]any {
	m := make(map[string]any, len(mapping))
	for k, v := range mapping {
		key, ok := k.(string)
		if !ok {
			t.fail(keyPath(path, fmt.Sprint(k)), "the key is not a string")
			continue
		}
		m[key] = t.value(keyPath(path, key), v)
	}
	return m
}

func (t *treeBuilder) fail(path, problem string) {
	t.errs = append(t.errs, &FieldError{path, problem})
}

// visit hands every node of a tree to accepted, alone in a document in which everything else is missing and collections
// are empty. It goes on into a collection that was accepted.
func visit(path string, node any, inDocument func(any) any, accepted func(path string, document any) bool) {
	switch node := node.(type) {
	case map[string]any:
		if !accepted(path, inDocument(map[string]any{})) {
			return
		}
		for _, key := range slices.Sorted(maps.Keys(node)) {
			inKey := func(child any) any { return inDocument(map[string]any{key: child}) }
			visit(keyPath(path, key), node[key], inKey, accepted)
		}
	case []any:
		if !accepted(path, inDocument([]any{})) {
			return
		}
		inList := func(child any) any { return inDocument([]any{child}) }
		for i := range node {
			visit(indexPath(path, i), node[i], inList, accepted)
		}
	default:
		accepted(path, inDocument(node))
	}
}

func keyPath(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func indexPath(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
