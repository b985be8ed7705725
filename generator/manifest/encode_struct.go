package manifest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// field is one key of a struct's mapping.
type field struct {
	name   string
	key    []byte                   // as it is written, colon included
	index  []int                    // the way to it through embedded structs
	tagged bool                     // named by its tag, which decides between two of one name
	omit   func(reflect.Value) bool // nil if it is always written
	encode encodeFunc
}

// newStructFunc works the fields out at first use, so that a type may contain itself.
func newStructFunc(t reflect.Type) encodeFunc {
	fieldsOf := sync.OnceValue(func() []field { return structFields(t) })
	return func(e *encoder, v reflect.Value, indent int) {
		empty, inside := true, indent+indentStep
		fields := fieldsOf()
		for i := range fields {
			f := &fields[i]
			value, ok := f.in(v)
			if !ok || f.omit != nil && f.omit(value) {
				continue
			}
			e.newline(inside)
			e.buf = append(e.buf, f.key...)
			f.encode(e, value, inside)
			empty = false
		}
		if empty {
			e.word("{}")
		}
	}
}

// in returns the field's value, or false where it lies in an embedded pointer that is nil.
func (f *field) in(v reflect.Value) (reflect.Value, bool) {
	v = v.Field(f.index[0])
	for _, i := range f.index[1:] {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

// structFields returns the fields encoding/json writes, in the order of YAML keys.
func structFields(t reflect.Type) []field {
	all := embeddedFields(t, nil, nil)
	slices.SortStableFunc(all, func(a, b field) int { return naturalOrder(a.name, b.name) })
	var fields []field
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].name == all[0].name {
			n++
		}
		if f, ok := dominant(all[:n]); ok {
			fields = append(fields, f)
		}
		all = all[n:]
	}
	return fields
}

// dominant picks among fields of one name as encoding/json does: the least embedded, of those the tagged; else none.
func dominant(fields []field) (field, bool) {
	rank := func(f field) int {
		if f.tagged {
			return 2 * len(f.index)
		}
		return 2*len(f.index) + 1
	}
	slices.SortStableFunc(fields, func(a, b field) int { return rank(a) - rank(b) })
	return fields[0], len(fields) == 1 || rank(fields[0]) < rank(fields[1])
}

// embeddedFields lists the fields of t and of the structs embedded in it; outer guards against a type that embeds itself.
func embeddedFields(t reflect.Type, index []int, outer []reflect.Type) []field {
	if slices.Contains(outer, t) {
		return nil
	}
	outer = append(slices.Clip(outer), t)
	var fields []field
	for i := range t.NumField() {
		sf := t.Field(i)
		name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		path := append(slices.Clip(index), i)
		embedded := embeddedStruct(sf)
		switch {
		case sf.Tag.Get("json") == "-", !sf.IsExported() && embedded == nil:
		case embedded != nil && name == "":
			fields = append(fields, embeddedFields(embedded, path, outer)...)
		case sf.IsExported():
			fields = append(fields, newField(t, sf, name, options, path))
		}
	}
	return fields
}

func embeddedStruct(sf reflect.StructField) reflect.Type {
	t := sf.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !sf.Anonymous || t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

func newField(parent reflect.Type, sf reflect.StructField, name, options string, index []int) field {
	f := field{name: name, tagged: name != "", index: index, encode: encodeFuncOf(sf.Type)}
	if name == "" {
		f.name = sf.Name
	}
	key := encoder{at: nodeStart}
	key.key(f.name, 0)
	f.key = key.buf
	f.omit = omission(parent, f.name, options, sf.Type.Kind())
	if slices.Contains(strings.Split(options, ","), "string") {
		f.encode = unsupported(fmt.Errorf("%s.%s: the json option string is not supported", parent, sf.Name))
	}
	return f
}

func unsupported(err error) encodeFunc {
	return func(e *encoder, _ reflect.Value, _ int) { e.fail(err) }
}
