package manifest

import (
	"encoding/json"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kjson "sigs.k8s.io/json"
)

// Decode reads one manifest of a kind in Scheme.
func Decode(data []byte) (Object, error) {
	return Decoder{Scheme: Scheme()}.Decode(data)
}

// Decoder reads manifests of the kinds its scheme knows.
type Decoder struct {
	Scheme *runtime.Scheme
}

// Decode reads one manifest as strictly as the API server does with field validation Strict: field names are case
// sensitive, and a field that is unknown, given twice or of another type is an error. Errors about fields are FieldErrors,
// joined: all duplicates, else all wrong types, else all unknown fields.
func (d Decoder) Decode(data []byte) (Object, error) {
	tree, err := parse(data)
	if err != nil {
		return nil, err
	}
	object, err := d.objectFor(tree)
	if err != nil {
		return nil, err
	}
	strict, err := unmarshal(tree, object)
	if err != nil {
		return nil, d.wrongTypes(tree, err)
	}
	if len(strict) > 0 {
		return nil, unknownFields(strict)
	}
	return object, nil
}

// objectFor returns an empty object of the kind the manifest names.
func (d Decoder) objectFor(tree map[string]any) (Object, error) {
	apiVersion, _ := tree["apiVersion"].(string)
	kind, _ := tree["kind"].(string)
	switch {
	case apiVersion == "":
		return nil, &FieldError{"apiVersion", "missing, or not a string"}
	case kind == "":
		return nil, &FieldError{"kind", "missing, or not a string"}
	}
	empty, err := d.Scheme.New(schema.FromAPIVersionAndKind(apiVersion, kind))
	if runtime.IsNotRegisteredError(err) {
		return nil, &FieldError{"kind", fmt.Sprintf("%s %s is not known", apiVersion, kind)}
	}
	if err != nil {
		return nil, err
	}
	object, ok := empty.(Object)
	if !ok {
		return nil, &FieldError{"kind", kind + " is not an object with metadata"}
	}
	return object, nil
}

func unmarshal(tree any, object Object) (strict []error, err error) {
	data, err := json.Marshal(tree)
	if err != nil {
		return nil, err
	}
	return kjson.UnmarshalStrict(data, object)
}

func unknownFields(strict []error) error {
	for i, err := range strict {
		if field, ok := err.(kjson.FieldError); ok {
			strict[i] = &FieldError{field.FieldPath(), "unknown field"}
		}
	}
	return errors.Join(strict...)
}
