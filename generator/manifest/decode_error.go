package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v2"
)

// FieldError is a mistake in one field of a manifest.
type FieldError struct {
	Path    string // such as spec.template.spec.containers[0].image
	Problem string
}

func (e *FieldError) Error() string { return e.Path + ": " + e.Problem }

// joined sorts errors about fields by their paths, since they were found in the order of a Go map.
func joined(errs []*FieldError) error {
	slices.SortFunc(errs, func(a, b *FieldError) int { return naturalOrder(a.Path, b.Path) })
	all := make([]error, len(errs))
	for i, err := range errs {
		all[i] = err
	}
	return errors.Join(all...)
}

// duplicateKeys names the fields that are given twice. The library's error has their lines and keys, not their paths.
func duplicateKeys(data []byte, err error) error {
	var document yaml.MapSlice
	if yaml.Unmarshal(data, &document) != nil {
		return err
	}
	errs := duplicatesIn("", document)
	if errs == nil {
		return err
	}
	return joined(errs)
}

func duplicatesIn(path string, node any) (errs []*FieldError) {
	switch node := node.(type) {
	case yaml.MapSlice:
		seen := map[string]bool{}
		for _, item := range node {
			key := fmt.Sprint(item.Key)
			if seen[key] {
				errs = append(errs, &FieldError{keyPath(path, key), "duplicate key"})
			}
			seen[key] = true
			errs = append(errs, duplicatesIn(keyPath(path, key), item.Value)...)
		}
	case []any:
		for i, item := range node {
			errs = append(errs, duplicatesIn(indexPath(path, i), item)...)
		}
	}
	return errs
}

// wrongTypes finds the fields that do not decode, by decoding each on its own: the error of the whole document is about
// one field only, and where a type decodes itself, like a Quantity, it does not say which.
func (d Decoder) wrongTypes(tree map[string]any, err error) error {
	var errs []*FieldError
	accepted := func(path string, document any) bool {
		object, err := d.objectFor(tree)
		if err == nil {
			_, err = unmarshal(document, object)
		}
		if err != nil {
			errs = append(errs, &FieldError{path, problem(err)})
		}
		return err == nil
	}
	visit("", tree, func(node any) any { return node }, accepted)
	if errs == nil {
		return err
	}
	return joined(errs)
}

func problem(err error) string {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Sprintf("%s instead of %s", wrong.Value, wrong.Type)
	}
	return err.Error()
}
