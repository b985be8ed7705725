package manifest

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strconv"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// encodeFunc writes a value; indent is the column of the collection that holds it.
type encodeFunc func(e *encoder, v reflect.Value, indent int)

// encodeFuncs caches an encodeFunc a reflect.Type: what encoding/json would do with a type is worked out once.
var encodeFuncs sync.Map

func encodeFuncOf(t reflect.Type) encodeFunc {
	if f, ok := encodeFuncs.Load(t); ok {
		return f.(encodeFunc)
	}
	f := newEncodeFunc(t)
	encodeFuncs.Store(t, f)
	return f
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

func newEncodeFunc(t reflect.Type) encodeFunc {
	switch t {
	case reflect.TypeFor[resource.Quantity]():
		return encodeQuantity
	case reflect.TypeFor[intstr.IntOrString]():
		return encodeIntOrString
	case reflect.TypeFor[json.Number]():
		return encodeNumber
	case reflect.TypeFor[corev1.ResourceList]():
		return encodeResourceList
	case reflect.TypeFor[map[string]string]():
		return encodeStringMap
	}
	if t.Kind() != reflect.Pointer && marshalsItself(t) {
		return encodeJSON
	}
	return newKindFunc(t)
}

// marshalsItself reports whether a value of the type, or the pointer to it, decides on its own JSON.
func marshalsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return t.Kind() != reflect.Interface && (p.Implements(jsonMarshaler) || p.Implements(textMarshaler))
}

func newKindFunc(t reflect.Type) encodeFunc {
	switch t.Kind() {
	case reflect.Bool:
		return encodeBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return encodeInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return encodeUint
	case reflect.String:
		return encodeString
	case reflect.Interface:
		return encodeInterface
	case reflect.Pointer:
		return newPointerFunc(t)
	case reflect.Struct:
		return newStructFunc(t)
	case reflect.Map:
		return newMapFunc(t)
	case reflect.Slice:
		return newSliceFunc(t)
	}
	return encodeJSON
}

func encodeBool(e *encoder, v reflect.Value, _ int) { e.word(strconv.FormatBool(v.Bool())) }

func encodeInt(e *encoder, v reflect.Value, _ int) {
	e.space()
	e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
}

func encodeUint(e *encoder, v reflect.Value, _ int) {
	e.space()
	e.buf = strconv.AppendUint(e.buf, v.Uint(), 10)
}

func encodeString(e *encoder, v reflect.Value, indent int) { e.text(v.String(), indent) }

func encodeInterface(e *encoder, v reflect.Value, indent int) {
	if v.IsNil() {
		e.word("null")
		return
	}
	encodeFuncOf(v.Elem().Type())(e, v.Elem(), indent)
}

func newPointerFunc(t reflect.Type) encodeFunc {
	encode := encodeFuncOf(t.Elem())
	return func(e *encoder, v reflect.Value, indent int) {
		if v.IsNil() {
			e.word("null")
			return
		}
		encode(e, v.Elem(), indent)
	}
}

func newSliceFunc(t reflect.Type) encodeFunc {
	if t.Elem().Kind() == reflect.Uint8 && !marshalsItself(t.Elem()) {
		return encodeBytes
	}
	encode := encodeFuncOf(t.Elem())
	return func(e *encoder, v reflect.Value, indent int) {
		switch {
		case v.IsNil():
			e.word("null")
		case v.Len() == 0:
			e.word("[]")
		default:
			e.sequence(v, indent, encode)
		}
	}
}

// sequence writes the items. Below a key they stand in the key's own column, as in every Kubernetes manifest.
func (e *encoder) sequence(v reflect.Value, indent int, encode encodeFunc) {
	if e.at == nodeStart {
		indent += indentStep
	}
	for i := range v.Len() {
		e.newline(indent)
		e.buf = append(e.buf, "- "...)
		e.at = nodeStart
		encode(e, v.Index(i), indent)
	}
}

func encodeBytes(e *encoder, v reflect.Value, indent int) {
	if v.IsNil() {
		e.word("null")
		return
	}
	e.text(base64.StdEncoding.EncodeToString(v.Bytes()), indent)
}
