package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// encodeJSON writes what encoding/json makes of a value: types that marshal themselves, and rare kinds.
func encodeJSON(e *encoder, v reflect.Value, indent int) {
	if v.CanAddr() {
		v = v.Addr() // so that methods of the pointer count, as they do for encoding/json
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		e.fail(err)
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		e.fail(err)
		return
	}
	encodeInterface(e, reflect.ValueOf(&tree).Elem(), indent)
}

// encodeNumber writes a JSON number as YAML resolves it: an integer of 64 bits, else a float, else the text.
func encodeNumber(e *encoder, v reflect.Value, indent int) {
	text := v.String()
	if text == "" {
		text = "0" // as encoding/json has it
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		e.word(strconv.FormatInt(i, 10))
		return
	}
	if u, err := strconv.ParseUint(text, 10, 64); err == nil {
		e.word(strconv.FormatUint(u, 10))
		return
	}
	f, err := strconv.ParseFloat(text, 64)
	switch {
	case err == nil:
		e.word(strconv.FormatFloat(f, 'g', -1, 64))
	case errors.Is(err, strconv.ErrRange):
		e.text(text, indent)
	default:
		e.fail(fmt.Errorf("%q is not a number", text))
	}
}

func encodeQuantity(e *encoder, v reflect.Value, _ int) {
	e.quantity(*pointerTo[resource.Quantity](v))
}

// quantity takes a copy, because String would store its result in the object, which others may read meanwhile.
func (e *encoder) quantity(q resource.Quantity) {
	e.text(q.String(), 0)
}

func encodeIntOrString(e *encoder, v reflect.Value, indent int) {
	switch value := pointerTo[intstr.IntOrString](v); value.Type {
	case intstr.Int:
		e.word(strconv.Itoa(int(value.IntVal)))
	case intstr.String:
		e.text(value.StrVal, indent)
	default:
		e.fail(fmt.Errorf("IntOrString of unknown type %d", value.Type))
	}
}

// pointerTo avoids the copy that Interface makes of a struct, where it can.
func pointerTo[T any](v reflect.Value) *T {
	if v.CanAddr() {
		return v.Addr().Interface().(*T)
	}
	value := v.Interface().(T)
	return &value
}
