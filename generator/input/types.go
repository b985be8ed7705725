package input

import (
	"encoding"
	"reflect"
	"strings"
	"sync"
)

// shape is what a Go type expects to find in a file, in the words of an error.
type shape string

const (
	unreadable shape = ""
	single     shape = "a single value" // whatever the type itself makes of it
	text       shape = "text"
	boolean    shape = "true or false"
	whole      shape = "a whole number"
	number     shape = "a number"
	list       shape = "a list"
	mapping    shape = "a mapping"
)

func shapeOf(t reflect.Type) shape {
	switch kind := t.Kind(); {
	case kind == reflect.String:
		return text
	case kind == reflect.Bool:
		return boolean
	case kind >= reflect.Int && kind <= reflect.Uint64:
		return whole
	case kind == reflect.Float32 || kind == reflect.Float64:
		return number
	case kind == reflect.Slice:
		return list
	case kind == reflect.Struct || kind == reflect.Map:
		return mapping
	}
	return unreadable
}

// structField is one field of a struct that a file can set.
type structField struct {
	name     string // in the file
	index    []int  // in the struct, through embedded ones
	required bool
}

// typeFacts is what decoding needs to know of a Go type and is too slow to find out for every value.
type typeFacts struct {
	shape  shape
	values []string // of an enumeration
	fields []structField
	names  []string       // of the fields, in their order
	byName map[string]int // into fields
}

var knownTypes sync.Map // from reflect.Type to *typeFacts

func factsOf(t reflect.Type) *typeFacts {
	if facts, ok := knownTypes.Load(t); ok {
		return facts.(*typeFacts)
	}
	facts, _ := knownTypes.LoadOrStore(t, findFacts(t))
	return facts.(*typeFacts)
}

func findFacts(t reflect.Type) *typeFacts {
	value := reflect.New(t)
	if _, ok := reflect.TypeAssert[encoding.TextUnmarshaler](value); ok {
		return &typeFacts{shape: single}
	}
	facts := &typeFacts{shape: shapeOf(t)}
	if enum, ok := reflect.TypeAssert[interface{ Values() []string }](value); ok && t.Kind() == reflect.String {
		facts.values = enum.Values()
	}
	if t.Kind() == reflect.Struct {
		facts.fields = fieldsOf(t, nil)
		facts.byName = make(map[string]int, len(facts.fields))
	}
	for i, f := range facts.fields {
		facts.names = append(facts.names, f.name)
		facts.byName[f.name] = i
	}
	return facts
}

// fieldsOf lists the fields with a name in their json tag, those of embedded structs without one in their place.
func fieldsOf(t reflect.Type, outer []int) []structField {
	var fields []structField
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		index := append(outer[:len(outer):len(outer)], i)
		switch {
		case name == "" && f.Anonymous && f.Type.Kind() == reflect.Struct:
			fields = append(fields, fieldsOf(f.Type, index)...)
		case name != "" && name != "-" && f.IsExported():
			fields = append(fields, structField{name, index, f.Tag.Get("required") == "true"})
		}
	}
	return fields
}
