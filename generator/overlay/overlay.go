// Package overlay applies an app's kustomize patches to its objects. Kustomize lets a misspelt field and a patch without
// a target pass; here both are problems at their line. It is the only importer of kustomize.
package overlay

import (
	"slices"
	"sync"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
)

// Apply returns the objects with the patches applied, one after the other; objects that no patch names stay as they are.
func Apply(objects []manifest.Object, patches *config.Patch, decoder manifest.Decoder) ([]manifest.Object, input.Problems) {
	patched := slices.Clone(objects)
	var problems input.Problems
	for _, document := range patches.Documents {
		p, wrong := parse(document)
		if len(wrong) == 0 {
			patched, wrong = p.apply(patched, decoder)
		}
		problems = append(problems, wrong...)
	}
	return patched, problems
}

// ApplyTo returns one object with those of the patches applied that name it, and nil when one deletes it.
func ApplyTo(object manifest.Object, patches *config.Patch, decoder manifest.Decoder) (manifest.Object, input.Problems) {
	objects := []manifest.Object{object}
	for _, document := range patches.Documents {
		p, wrong := parse(document)
		if len(wrong) == 0 && slices.ContainsFunc(objects, p.targets) {
			objects, wrong = p.apply(objects, decoder)
		}
		if len(wrong) > 0 {
			return nil, wrong
		}
	}
	if len(objects) == 0 {
		return nil, nil
	}
	return objects[0], nil
}

// apply patches the one object that the patch names.
func (p *patch) apply(objects []manifest.Object, decoder manifest.Decoder) ([]manifest.Object, input.Problems) {
	at := slices.IndexFunc(objects, p.targets)
	if at < 0 {
		return objects, p.problem(p.targetField, "matches nothing: there is no %s%s", p.target, p.nearest(objects))
	}
	if wrong := p.otherwise(objects[at]); len(wrong) > 0 {
		return objects, wrong
	}
	before, err := manifest.Encode(objects[at])
	if err != nil {
		return objects, p.problem("", "%v", err)
	}
	after, err := kustomize(before, p.kustomize())
	if err != nil {
		return objects, p.problem(p.failed(err), "%v", err)
	}
	if len(after) == 0 { // $patch: delete
		return slices.Delete(slices.Clone(objects), at, at+1), nil
	}
	object, err := decoder.Decode(after)
	if err != nil {
		return objects, p.misspelt(err)
	}
	if was, is := manifest.IDOf(objects[at]), manifest.IDOf(object); is != was {
		return objects, p.problem(p.setterOf(identityField(was, is)), "changes the identity of %s to %s: patch the rest, or delete it", was, is)
	}
	objects[at] = object
	return objects, nil
}

// identityField is a field in which two identities differ.
func identityField(a, b manifest.ID) string {
	switch {
	case a.Name != b.Name:
		return "metadata.name"
	case a.Namespace != b.Namespace:
		return "metadata.namespace"
	}
	return "kind"
}

// serial guards kustomize, whose API is not safe for concurrent use.
var serial sync.Mutex
