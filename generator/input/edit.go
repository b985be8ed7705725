package input

import (
	"fmt"
	"slices"
)

// Without is the document without the value at path: a key with its value, or an item of a list. It reports whether
// there is such a value. The copy shares all but the nodes on the way.
func (d *Document) Without(path string) (*Document, bool) {
	return d.edited(path, func(parent *node, i int) bool {
		parent.entries = slices.Delete(parent.entries, i, i+1)
		return true
	})
}

// With is the document with another scalar at path: a string, bool, int or float64. It reports whether there is a
// scalar to replace and value is one of these. The new value has the position of the old.
func (d *Document) With(path string, value any) (*Document, bool) {
	tag := tagOf(value)
	return d.edited(path, func(parent *node, i int) bool {
		replaced := *parent.entries[i].value
		if tag == "" || !replaced.scalar() {
			return false
		}
		replaced.tag, replaced.text, replaced.quoted = tag, fmt.Sprint(value), tag == tagText
		parent.entries[i].value = &replaced
		return true
	})
}

func tagOf(value any) string {
	switch value.(type) {
	case string:
		return tagText
	case bool:
		return tagBool
	case int:
		return tagInt
	case float64:
		return tagFloat
	}
	return ""
}

// edited changes entry i of the copied parent of the value at path. The change tells whether it could be made.
func (d *Document) edited(path string, change func(parent *node, i int) bool) (*Document, bool) {
	if path == "" {
		return nil, false
	}
	root := d.root.edited(path, change)
	if root == nil {
		return nil, false
	}
	return &Document{Path: d.Path, root: root}, true
}

func (n *node) edited(path string, change func(parent *node, i int) bool) *node {
	step, rest := splitPath(path)
	i := n.find(step)
	if i < 0 {
		return nil
	}
	copied := *n
	copied.entries = slices.Clone(n.entries)
	if rest == "" {
		if !change(&copied, i) {
			return nil
		}
		return &copied
	}
	child := copied.entries[i].value.edited(rest, change)
	if child == nil {
		return nil
	}
	copied.entries[i].value = child
	return &copied
}
