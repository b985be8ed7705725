package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
)

// key is the field of a map's entry as explain takes it: after a dot, or in brackets where its name has dots.
func key(parent, name string) string {
	if name == "" || strings.ContainsAny(name, `.[]"`) {
		return parent + "[" + name + "]"
	}
	return parent + "." + name
}

// at is the field of a list's item, or of something below it.
func at(parent string, i int, below ...string) string {
	return fmt.Sprintf("%s[%d]%s", parent, i, strings.Join(below, ""))
}

// sortedKeys keeps findings in one order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// oneOf reports a value that is none of those that are known. An empty one means the API server's default.
func oneOf[T ~string](r *report, o *object, field string, value T, known ...T) {
	if value == "" || slices.Contains(known, value) {
		return
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	r.add(o, field, "%q is not known%s", value, input.Hint(string(value), names))
}

// deref is the value that a pointer points at, or the zero value.
func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// hint ends a message about a name that does not exist: the one that was probably meant, or all there are.
func hint(name string, known []string) string { return input.Hint(name, known) }
