package schema

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
)

// Schema is what the inputs need of JSON Schema. The words are explained in its validation vocabulary
// (https://json-schema.org/draft/2020-12/json-schema-validation).
type Schema struct {
	Draft       string             `json:"$schema,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        any                `json:"type"` // a string, or a list where there are several
	Enum        []string           `json:"enum,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Minimum     float64            `json:"minimum,omitempty"`
	Maximum     float64            `json:"maximum,omitempty"`
	Examples    []any              `json:"examples,omitempty"`
	Properties  map[string]*Schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Additional  any                `json:"additionalProperties,omitempty"` // false, or the schema of every value
	Items       *Schema            `json:"items,omitempty"`
}

// schemaOf is the schema of a type by the same rules as those of input.Document.Decode. Nothing is referred to but
// written out at each place: editors show the description of a field only then.
func (c comments) schemaOf(t reflect.Type) (*Schema, error) {
	s := &Schema{Description: c[t.Name()]}
	zero := reflect.Zero(t).Interface()
	if enum, ok := zero.(interface{ Values() []string }); ok {
		s.Type, s.Enum = "string", enum.Values()
		return s, nil
	}
	if formed, ok := zero.(interface{ Form() config.Form }); ok {
		s.form(formed.Form())
		return s, nil
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return nil, fmt.Errorf("config.%s: no method Form: the schema cannot say how its values are written", t.Name())
	}
	return s, c.byKind(s, t)
}

func (s *Schema) form(f config.Form) {
	s.Type = f.Types
	if len(f.Types) == 1 {
		s.Type = f.Types[0]
	}
	s.Pattern, s.Minimum, s.Maximum, s.Examples = f.Pattern, f.Minimum, f.Maximum, f.Examples
}

func (c comments) byKind(s *Schema, t reflect.Type) (err error) {
	switch t.Kind() {
	case reflect.String:
		s.Type = "string"
	case reflect.Bool:
		s.Type = "boolean"
	case reflect.Slice:
		s.Type = "array"
		s.Items, err = c.schemaOf(t.Elem())
	case reflect.Map:
		s.Type = "object"
		s.Additional, err = c.schemaOf(t.Elem())
	case reflect.Struct:
		s.Type, s.Additional = "object", false
		err = c.properties(s, t)
	default:
		err = fmt.Errorf("config.%s: no schema for a Go %s", t.Name(), t.Kind())
	}
	return err
}

func (c comments) properties(s *Schema, t reflect.Type) error {
	s.Properties = map[string]*Schema{}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		property, err := c.field(t, field)
		if err != nil {
			return err
		}
		s.Properties[name] = property
		if field.Tag.Get("required") == "true" {
			s.Required = append(s.Required, name)
		}
	}
	slices.Sort(s.Required)
	return nil
}

// field is the schema of a struct field, explained by its own comment instead of that of its type.
func (c comments) field(of reflect.Type, field reflect.StructField) (*Schema, error) {
	doc := c[of.Name()+"."+field.Name]
	if doc == "" {
		return nil, fmt.Errorf("config.%s.%s: no comment: it is what editors show", of.Name(), field.Name)
	}
	t := field.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	s, err := c.schemaOf(t)
	if err == nil {
		s.Description = doc
	}
	return s, err
}
