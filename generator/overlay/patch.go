package overlay

import (
	"fmt"
	"regexp"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
)

// patch is one document of a patch file.
type patch struct {
	document    *input.Document
	target      string // Kind/name
	targetField string // the field that names the target
	apiVersion  string // of the target; empty where the patch need not say it
	namespace   string // of the target; empty where the patch does not say it
	body        string // the field that holds what changes; empty for a strategic merge patch, which is all of that
	operations  []operation
	text        string         // what changes, as JSON
	merge       map[string]any // the whole of a strategic merge patch
}

// parse tells the two kinds of patch apart: one with a target, and one that looks like the object that it changes.
func parse(document *input.Document) (*patch, input.Problems) {
	value, problems := document.Value()
	if len(problems) > 0 {
		return nil, problems
	}
	p := &patch{document: document}
	if problems := p.hugeNumbers(); len(problems) > 0 {
		return nil, problems
	}
	if _, ok := value["target"]; ok {
		return p, p.jsonPatch(value)
	}
	return p, p.mergePatch(value)
}

// hugeNumbers refuses exponents that Kubernetes would take minutes to work out, in a quantity or elsewhere.
func (p *patch) hugeNumbers() input.Problems {
	var problems input.Problems
	for _, scalar := range p.document.Scalars() {
		if hugeNumber.MatchString(scalar.Value) {
			problems = append(problems, input.Problem{
				Position: scalar.Position, Field: scalar.Path, Message: fmt.Sprintf("%q is out of range: write the number out", scalar.Value),
			})
		}
	}
	return problems
}

var hugeNumber = regexp.MustCompile(`^[-+]?[0-9.]+[eE][-+]?[0-9]{3,}$`)

func (p *patch) targets(object manifest.Object) bool { return targetOf(object) == p.target }

// otherwise reports what the patch says of its target and is not so.
func (p *patch) otherwise(object manifest.Object) input.Problems {
	apiVersion, _ := object.GetObjectKind().GroupVersionKind().ToAPIVersionAndKind()
	switch namespace := object.GetNamespace(); {
	case p.apiVersion != "" && p.apiVersion != apiVersion:
		return p.problem("apiVersion", "matches nothing: %s is of %s", p.target, apiVersion)
	case p.namespace != "" && p.namespace != namespace:
		return p.problem("metadata.namespace", "matches nothing: %s is in %s", p.target, namespace)
	}
	return nil
}

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
