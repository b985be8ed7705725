// Package overlay applies an app's kustomize patches to its objects. Kustomize lets a misspelt field and a patch without
// a target pass; here both are problems at their line. It is the only importer of kustomize.
package overlay

import (
	"bytes"
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
	object, wrong := p.patched(objects[at], decoder)
	if len(wrong) > 0 {
		return objects, wrong
	}
	changed := slices.Clone(objects)
	if object == nil {
		return slices.Delete(changed, at, at+1), nil
	}
	changed[at] = object
	return changed, nil
}

// patched is the object with the patch applied, nil when the patch deletes it.
func (p *patch) patched(object manifest.Object, decoder manifest.Decoder) (manifest.Object, input.Problems) {
	if wrong := append(p.otherwise(object), p.spelling(decoder)...); len(wrong) > 0 {
		return nil, wrong
	}
	before, err := manifest.Encode(object)
	if err != nil {
		return nil, p.problem("", "%v", err)
	}
	after, err := p.kustomize(before)
	if err != nil {
		return nil, p.problem(p.failed(err), "%v", err)
	}
	if len(after) == 0 { // $patch: delete
		return nil, nil
	}
	result, err := decoder.Decode(after)
	if err != nil {
		return nil, p.misspelt(err)
	}
	return result, p.effect(object, result, before)
}

// effect reports a patch that does not do what it says, or nothing at all, or turns the object into another.
func (p *patch) effect(object, result manifest.Object, before []byte) input.Problems {
	if was, is := manifest.IDOf(object), manifest.IDOf(result); is != was {
		return p.problem(p.setterOf(identityField(was, is)), "changes the identity of %s to %s: patch the rest, or delete it", was, is)
	}
	after, err := manifest.Encode(result)
	if err != nil {
		return p.problem(p.body, "%v", err)
	}
	if bytes.Equal(before, after) {
		return p.problem(p.targetField, "changes nothing: %s is so without the patch", p.target)
	}
	lost, err := p.lost(after)
	if err != nil {
		return p.problem("", "%v", err)
	}
	if lost != nil {
		return p.problem(lost.String(), "has no effect on %s: an item of a list needs the field that tells it from the others", p.target)
	}
	return nil
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
