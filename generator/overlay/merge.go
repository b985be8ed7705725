package overlay

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
)

// mergePatch reads a strategic merge patch.
func (p *patch) mergePatch(value map[string]any) input.Problems {
	metadata, _ := value["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	kind, _ := value["kind"].(string)
	p.namespace, _ = metadata["namespace"].(string)
	if p.apiVersion, _ = value["apiVersion"].(string); p.apiVersion == "" || kind == "" || name == "" {
		return p.problem("", "expected a patch: apiVersion, kind and metadata.name with what changes, or target with patch")
	}
	text, err := json.Marshal(value)
	if err != nil {
		return p.problem("", "%v", err)
	}
	p.target, p.targetField, p.text, p.merge = kind+"/"+name, "metadata.name", string(text), value
	return nil
}

// spelling decodes a strategic merge patch by itself, as strictly as an object of the kind. Merged into the object a
// misspelt field can be gone: kustomize empties a list of which an item lacks the field that tells the items apart.
func (p *patch) spelling(decoder manifest.Decoder) input.Problems {
	if p.merge == nil {
		return nil
	}
	text, err := json.Marshal(withoutDirectives(p.merge))
	if err != nil {
		return p.problem("", "%v", err)
	}
	if _, err := decoder.Decode(text); err != nil {
		return p.misspelt(err)
	}
	return nil
}

// withoutDirectives leaves out the fields for kustomize, such as $patch: delete.
func withoutDirectives(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, child := range value {
			if !strings.HasPrefix(key, "$") {
				kept[key] = withoutDirectives(child)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(value))
		for i := range value {
			kept[i] = withoutDirectives(value[i])
		}
		return kept
	}
	return value
}

// lost is a field of a strategic merge patch that the patched object does not show, nil where it shows all of them.
func (p *patch) lost(patched []byte) (*field.Path, error) {
	if p.merge == nil {
		return nil, nil
	}
	var shown map[string]any
	if err := yaml.Unmarshal(patched, &shown); err != nil {
		return nil, err
	}
	return lost(nil, p.merge, shown), nil
}

func lost(at *field.Path, patch, shown any) *field.Path {
	switch patch := patch.(type) {
	case map[string]any:
		fields, ok := shown.(map[string]any)
		switch {
		case patch["$patch"] == "delete":
			return nil
		case !ok && len(patch) > 0:
			return at
		}
		return lostField(at, patch, fields)
	case []any:
		items, _ := shown.([]any)
		return lostItem(at, patch, items)
	case nil: // removes what was there
		return nil
	}
	if same(patch, shown) {
		return nil
	}
	return at
}

func lostField(at *field.Path, patch, shown map[string]any) *field.Path {
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		if strings.HasPrefix(key, "$") {
			continue
		}
		if lost := lost(step(at, key), patch[key], shown[key]); lost != nil {
			return lost
		}
	}
	return nil
}

// lostItem looks for each item of the patch anywhere in the list: merging may move it.
func lostItem(at *field.Path, patch, shown []any) *field.Path {
	for i := range patch {
		if !directive(patch[i]) && !slices.ContainsFunc(shown, func(item any) bool { return lost(at, patch[i], item) == nil }) {
			return at.Index(i)
		}
	}
	return nil
}

// directive tells whether an item of a list is for kustomize: it deletes an item, or replaces the list.
func directive(item any) bool {
	fields, _ := item.(map[string]any)
	return fields["$patch"] == "delete" || len(fields) == 1 && fields["$patch"] != nil
}

func step(at *field.Path, key string) *field.Path {
	switch {
	case at == nil:
		return field.NewPath(key)
	case strings.Contains(key, "."):
		return at.Key(key)
	}
	return at.Child(key)
}

// same compares single values as they are written, or as quantities: 0.5 is 500m.
func same(patch, shown any) bool {
	a, b := fmt.Sprint(patch), fmt.Sprint(shown)
	if a == b {
		return true
	}
	p, err1 := resource.ParseQuantity(a)
	s, err2 := resource.ParseQuantity(b)
	return err1 == nil && err2 == nil && p.Cmp(s) == 0
}
