package input

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Document is one parsed input file. It never changes.
type Document struct {
	Path string // slash-separated, relative to the root of the inputs
	root *node
}

// Scalar is a single value of a document.
type Scalar struct {
	Path string // such as ports[0].port
	Position
	Value string // without quotes
	Tag   string // what YAML takes it for: !!str, !!int, !!float, !!bool, !!timestamp or !!null
}

func (d *Document) position(n *node) Position {
	return Position{File: d.Path, Line: n.line, Column: n.column}
}

// At is the position of the value at path, or of its nearest parent that exists. A list or mapping is where its key
// is. The path is that of a field.Path's String, so ports[0].port, labels[tier] or labels.tier.
func (d *Document) At(path string) Position {
	at := entry{value: d.root}
	for path != "" {
		step, rest := splitPath(path)
		i := at.value.find(step)
		if i < 0 {
			break
		}
		at, path = at.value.entries[i], rest
	}
	return d.position(at.place())
}

// Scalars lists every single value of the document in the order of the file.
func (d *Document) Scalars() []Scalar {
	return d.scalars(nil, d.root, "")
}

func (d *Document) scalars(found []Scalar, parent *node, path string) []Scalar {
	for i, e := range parent.entries {
		child := indexPath(path, i)
		if e.key != nil {
			child = namePath(path, e.key.text)
		}
		if e.value.scalar() {
			found = append(found, Scalar{child, d.position(e.value), e.value.text, e.value.tag})
		} else {
			found = d.scalars(found, e.value, child)
		}
	}
	return found
}

// Problems gives validation errors the position of the field they name, and the lower case of every other message.
func (d *Document) Problems(errs field.ErrorList) Problems {
	var problems Problems
	for _, err := range errs {
		path := err.Field
		if path == (*field.Path)(nil).String() {
			path = ""
		}
		problems = append(problems, Problem{Position: d.At(path), Field: path, Message: lowerFirst(err.ErrorBody())})
	}
	return problems
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
