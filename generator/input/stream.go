package input

import (
	"io/fs"
	"strconv"
)

// MaxDocuments is how many documents a file of patches may hold.
const MaxDocuments = 64

// ReadAll reads a file that may hold several YAML documents, such as patches. The error is Problems.
func ReadAll(fsys fs.FS, path string) ([]*Document, error) {
	data, err := load(fsys, path)
	if err != nil {
		return nil, err
	}
	return ParseAll(path, data)
}

// ParseAll parses a file that may hold several YAML documents, each a mapping. The error is Problems.
func ParseAll(path string, data []byte) ([]*Document, error) {
	return parse(path, data, MaxDocuments)
}

// Value is the document as maps, lists and scalars, as encoding/json would decode it but with whole numbers as int64.
// A key that stands twice is a problem, and so is text that YAML 1.1 takes for a boolean, as in Decode.
func (d *Document) Value() (map[string]any, Problems) {
	r := report{file: d.Path}
	value, _ := r.value(d.root, "").(map[string]any)
	return value, r.problems.sorted()
}

func (r *report) value(n *node, path string) any {
	switch n.tag {
	case tagMapping:
		fields := make(map[string]any, len(n.entries))
		for e, at := range r.entries(n, path, namePath) {
			fields[e.key.text] = r.value(e.value, at)
		}
		return fields
	case tagList:
		items := make([]any, len(n.entries))
		for i, e := range n.entries {
			items[i] = r.value(e.value, indexPath(path, i))
		}
		return items
	}
	if boolean, ambiguous := yaml11Boolean(n); ambiguous {
		r.add(n, path, "%s is text in YAML 1.2 and a boolean in YAML 1.1: quote it or write %t", n.text, boolean)
	}
	return n.scalarValue()
}

// scalarValue is what YAML takes a scalar for; numbers that fit no Go type stay text.
func (n *node) scalarValue() any {
	switch n.tag {
	case tagNull:
		return nil
	case tagBool:
		return n.isTrue()
	case tagInt:
		if i, err := strconv.ParseInt(n.text, 0, 64); err == nil {
			return i
		}
	case tagFloat:
		if f, err := strconv.ParseFloat(n.text, 64); err == nil {
			return f
		}
	}
	return n.text
}
