package manifest

import (
	"reflect"
	"slices"
	"strings"
)

// omission returns what decides that a field is left out, or nil if it is always written. Options are those of its json
// tag.
func omission(parent reflect.Type, name, options string, kind reflect.Kind) func(reflect.Value) bool {
	all := strings.Split(options, ",")
	empty := slices.Contains(all, "omitempty") && kind != reflect.Struct
	zero := slices.Contains(all, "omitzero") || droppedWhenZero(parent, name)
	switch {
	case empty && zero:
		return func(v reflect.Value) bool { return isEmpty(v) || isZero(v) }
	case empty:
		return isEmpty
	case zero:
		return isZero
	}
	return nil
}

// isEmpty is what the tag omitempty means; no struct is empty.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	}
	return v.IsZero()
}

// isZero is what the tag omitzero means: the zero value, or what the type's own IsZero says.
func isZero(v reflect.Value) bool {
	if v.IsZero() {
		return true
	}
	if v.CanAddr() && v.Kind() != reflect.Pointer {
		v = v.Addr()
	}
	z, ok := v.Interface().(interface{ IsZero() bool })
	return ok && z.IsZero()
}
