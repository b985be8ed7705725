package schema_test

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
)

// TestForms holds what each type says of itself against what it accepts.
func TestForms(t *testing.T) {
	types := textTypes(t)
	if len(types) < 20 {
		t.Errorf("found %d types only: %v", len(types), types)
	}
	for _, one := range types {
		zero := reflect.Zero(one).Interface()
		if enum, ok := zero.(interface{ Values() []string }); ok {
			for _, value := range enum.Values() {
				wantAccepted(t, one, value)
			}
			continue
		}
		formed, ok := zero.(interface{ Form() config.Form })
		if !ok {
			t.Errorf("%v: neither Form nor Values", one)
			continue
		}
		if len(formed.Form().Examples) == 0 {
			t.Errorf("%v: no examples", one)
		}
		for _, example := range formed.Form().Examples {
			wantAccepted(t, one, fmt.Sprint(example))
			wantForm(t, one, formed.Form(), example)
		}
	}
}

func wantAccepted(t *testing.T, of reflect.Type, text string) {
	t.Helper()
	into, _ := reflect.TypeAssert[encoding.TextUnmarshaler](reflect.New(of))
	if err := into.UnmarshalText([]byte(text)); err != nil {
		t.Errorf("%v: %v", of, err)
	}
}

func wantForm(t *testing.T, of reflect.Type, form config.Form, example any) {
	t.Helper()
	number, text := 0.0, false
	switch value := example.(type) {
	case string:
		text = regexp.MustCompile(form.Pattern).MatchString(value) && slices.Contains(form.Types, "string")
	case int:
		number = float64(value)
	case float64:
		number = value
	}
	if !text && (number < form.Minimum || number > form.Maximum) {
		t.Errorf("%v: the example %v is not of its own form", of, example)
	}
}

// textTypes are the types in the inputs that read a value by themselves, each once.
func textTypes(t *testing.T) []reflect.Type {
	t.Helper()
	unmarshaler := reflect.TypeFor[encoding.TextUnmarshaler]()
	var found []reflect.Type
	var add func(reflect.Type)
	add = func(of reflect.Type) {
		switch {
		case reflect.PointerTo(of).Implements(unmarshaler):
			if !slices.Contains(found, of) {
				found = append(found, of)
			}
		case of.Kind() == reflect.Struct:
			for _, field := range reflect.VisibleFields(of) {
				if name := field.Tag.Get("json"); name != "" && name != "-" {
					add(field.Type)
				}
			}
		case slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, of.Kind()):
			add(of.Elem())
		}
	}
	for _, file := range contents() {
		add(reflect.TypeOf(file))
	}
	return found
}
