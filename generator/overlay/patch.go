package overlay

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// patch is one document of a patch file.
type patch struct {
	document    *input.Document
	target      string // Kind/name
	targetField string // the field that names the target
	body        string // the field that holds what changes; empty for a strategic merge patch, which is all of that
	operations  []operation
	kustomize   types.Patch
}

// operation is one of a JSON patch (RFC 6902).
type operation struct {
	Op    string `json:"op" required:"true"`
	Path  string `json:"path" required:"true"`
	From  string `json:"from,omitempty"`
	Value any    `json:"value"`
}

// parse tells the two kinds of patch apart: one with a target, and one that looks like the object that it changes.
func parse(document *input.Document) (*patch, input.Problems) {
	value, problems := document.Value()
	if len(problems) > 0 {
		return nil, problems
	}
	p := &patch{document: document}
	if _, ok := value["target"]; ok {
		return p, p.jsonPatch(value)
	}
	return p, p.mergePatch(value)
}

func (p *patch) mergePatch(value map[string]any) input.Problems {
	metadata, _ := value["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	kind, _ := value["kind"].(string)
	if _, ok := value["apiVersion"].(string); !ok || kind == "" || name == "" {
		return p.problem("", "expected a patch: apiVersion, kind and metadata.name with what changes, or target with patch")
	}
	text, err := json.Marshal(value)
	if err != nil {
		return p.problem("", "%v", err)
	}
	p.target, p.targetField = kind+"/"+name, "metadata.name"
	p.kustomize = types.Patch{Patch: string(text)}
	return nil
}

func (p *patch) jsonPatch(value map[string]any) input.Problems {
	target, _ := value["target"].(map[string]any)
	kind, _ := target["kind"].(string)
	name, _ := target["name"].(string)
	if kind == "" || name == "" || len(value) != 2 || len(target) != 2 {
		return p.problem("target", "expected target with kind and name, and patch with a list of operations, and nothing else")
	}
	text, err := json.Marshal(value["patch"])
	if err != nil || json.Unmarshal(text, &p.operations) != nil || len(p.operations) == 0 {
		return p.problem("patch", "expected a list of operations, each with op and path (RFC 6902)")
	}
	p.target, p.targetField, p.body = kind+"/"+name, "target", "patch"
	p.kustomize = types.Patch{Patch: string(text), Target: &types.Selector{
		ResId: resid.ResId{Gvk: resid.Gvk{Kind: kind}, Name: "^" + regexp.QuoteMeta(name) + "$"},
	}}
	return nil
}

func (p *patch) targets(object manifest.Object) bool { return targetOf(object) == p.target }

func targetOf(object manifest.Object) string {
	id := manifest.IDOf(object)
	return id.Kind + "/" + id.Name
}

func (p *patch) nearest(objects []manifest.Object) string {
	names := make([]string, len(objects))
	for i, object := range objects {
		names[i] = targetOf(object)
	}
	return input.Hint(p.target, names)
}

// problem is one at a field of the patch.
func (p *patch) problem(at, format string, args ...any) input.Problems {
	return input.Problems{{Position: p.document.At(at), Field: at, Message: fmt.Sprintf(format, args...)}}
}

// misspelt reports an object that does not decode any more, each wrong field at the place in the patch that sets it.
func (p *patch) misspelt(err error) input.Problems {
	wrong := fieldErrors(err)
	if len(wrong) == 0 {
		return p.problem(p.body, "%s does not decode once patched: %v", p.target, err)
	}
	var problems input.Problems
	for _, e := range wrong {
		problems = append(problems, p.problem(p.setterOf(e.Path), "%s in %s: %s", e.Path, p.target, e.Problem)...)
	}
	return problems
}

// fieldErrors takes joined errors apart.
func fieldErrors(err error) []*manifest.FieldError {
	var one *manifest.FieldError
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*manifest.FieldError
		for _, err := range joined.Unwrap() {
			all = append(all, fieldErrors(err)...)
		}
		return all
	}
	if errors.As(err, &one) {
		return []*manifest.FieldError{one}
	}
	return nil
}

// setterOf is the field of the patch that sets a field of the object. The index of a list item in the object is not that
// in a strategic merge patch, so keys alone are compared.
func (p *patch) setterOf(field string) string {
	last := field[strings.LastIndexByte(field, '.')+1:]
	for i, operation := range p.operations {
		if path.Base(operation.Path) == last {
			return fmt.Sprintf("patch[%d].path", i)
		}
	}
	for _, scalar := range p.document.Scalars() {
		if keys(scalar.Path) == keys(field) || strings.HasPrefix(keys(scalar.Path), keys(field)+".") {
			return scalar.Path
		}
	}
	return p.body
}

var index = regexp.MustCompile(`\[\d+\]`)

func keys(field string) string { return index.ReplaceAllString(field, "") }
