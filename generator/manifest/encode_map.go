package manifest

import (
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

func newMapFunc(t reflect.Type) encodeFunc {
	if t.Key().Kind() != reflect.String {
		return encodeJSON
	}
	encode := encodeFuncOf(t.Elem())
	return func(e *encoder, v reflect.Value, indent int) {
		if e.emptyMap(v) {
			return
		}
		pairs := make([]pair[reflect.Value], 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			pairs = append(pairs, pair[reflect.Value]{it.Key().String(), it.Value()})
		}
		sortByKey(pairs)
		for _, p := range pairs {
			e.key(p.key, indent+indentStep)
			encode(e, p.value, indent+indentStep)
		}
	}
}

type pair[V any] struct {
	key   string
	value V
}

// sortByKey sorts in the order of YAML keys. That order goes in circles (10 before 1a, 1a before 2, 2 before 10), so the
// keys are put in the order of their bytes first: what is written must not depend on the order of a Go map.
func sortByKey[V any](pairs []pair[V]) {
	slices.SortFunc(pairs, func(a, b pair[V]) int { return strings.Compare(a.key, b.key) })
	slices.SortFunc(pairs, func(a, b pair[V]) int { return naturalOrder(a.key, b.key) })
}

// encodeStringMap is the map of labels, annotations and data, without reflection.
func encodeStringMap(e *encoder, v reflect.Value, indent int) {
	if e.emptyMap(v) {
		return
	}
	pairs := make([]pair[string], 0, 8)
	for key, value := range v.Interface().(map[string]string) {
		pairs = append(pairs, pair[string]{key, value})
	}
	sortByKey(pairs)
	for _, p := range pairs {
		e.key(p.key, indent+indentStep)
		e.text(p.value, indent+indentStep)
	}
}

// encodeResourceList is the map of requests and limits, without reflection.
func encodeResourceList(e *encoder, v reflect.Value, indent int) {
	if e.emptyMap(v) {
		return
	}
	pairs := make([]pair[resource.Quantity], 0, 8)
	for name, quantity := range v.Interface().(corev1.ResourceList) {
		pairs = append(pairs, pair[resource.Quantity]{string(name), quantity})
	}
	sortByKey(pairs)
	for _, p := range pairs {
		e.key(p.key, indent+indentStep)
		e.quantity(p.value)
	}
}

// emptyMap writes a map without entries.
func (e *encoder) emptyMap(v reflect.Value) bool {
	switch {
	case v.IsNil():
		e.word("null")
	case v.Len() == 0:
		e.word("{}")
	default:
		return false
	}
	return true
}
