package overlay

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
)

// misspelt reports an object that does not decode any more, each wrong field at the place in the patch that sets it.
func (p *patch) misspelt(err error) input.Problems {
	wrong := fieldErrors(err)
	if len(wrong) == 0 {
		return p.problem(p.body, "%s does not decode once patched: %v", p.target, err)
	}
	var problems input.Problems
	for _, e := range wrong {
		setter, message := p.setterOf(e.Path), e.Problem+" in "+p.target
		if setter != e.Path {
			message = e.Path + ": " + message
		}
		problems = append(problems, p.problem(setter, "%s", message)...)
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

// setterOf is the field of the patch that sets a field of the object. In a strategic merge patch it is the same. In a JSON
// patch the index of a list item is not that in the patch, so keys alone are compared.
func (p *patch) setterOf(field string) string {
	for i, operation := range slices.Backward(p.operations) {
		at := fmt.Sprintf("patch[%d]", i)
		switch rest, ok := strings.CutPrefix(keys(field), operation.keys()); {
		case ok && rest == "":
			return at + ".path"
		case ok && rest[0] == '.':
			return p.scalarIn(at+".value", rest)
		}
	}
	if p.body != "" {
		return p.body
	}
	return field
}

// scalarIn is the first scalar in a part of the patch that has the wanted keys or stands below them, else the part.
func (p *patch) scalarIn(part, want string) string {
	for _, scalar := range p.document.Scalars() {
		rest, ok := strings.CutPrefix(scalar.Path, part)
		if below, found := strings.CutPrefix(keys(rest), want); ok && found && (below == "" || below[0] == '.') {
			return scalar.Path
		}
	}
	return part
}

var index = regexp.MustCompile(`\[\d+\]`)

func keys(field string) string { return index.ReplaceAllString(field, "") }
