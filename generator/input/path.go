package input

import (
	"strconv"
	"strings"
)

// A path names a value of a document as field.Path of k8s.io/apimachinery does: fields after dots, list indices and
// the keys of free maps in brackets, but for those at the top. In a path that is looked up either form may stand for a key; a key that would be
// ambiguous in brackets is written as a Go string.

func fieldPath(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + "." + name
}

func keyPath(parent, key string) string {
	if parent == "" {
		return namePath(parent, key)
	}
	return bracketed(parent, key)
}

func bracketed(parent, key string) string {
	if key == "" || key[0] == '"' || strings.Contains(key, "]") {
		key = strconv.Quote(key)
	}
	return parent + "[" + key + "]"
}

func indexPath(parent string, index int) string {
	return parent + "[" + strconv.Itoa(index) + "]"
}

// namePath is for where nothing tells a field from the key of a free map.
func namePath(parent, name string) string {
	if name == "" || strings.ContainsAny(name, `.[]"`) {
		return bracketed(parent, name)
	}
	return fieldPath(parent, name)
}

// splitPath cuts off the first step of a path.
func splitPath(path string) (step, rest string) {
	path = strings.TrimPrefix(path, ".")
	if !strings.HasPrefix(path, "[") {
		if end := strings.IndexAny(path, ".["); end >= 0 {
			return path[:end], path[end:]
		}
		return path, ""
	}
	path = path[1:]
	if quoted, err := strconv.QuotedPrefix(path); err == nil {
		step, _ = strconv.Unquote(quoted)
		return step, strings.TrimPrefix(path[len(quoted):], "]")
	}
	step, rest, _ = strings.Cut(path, "]")
	return step, rest
}

// find is the index of the entry that a step of a path names, or -1.
func (n *node) find(step string) int {
	if n.tag == tagList {
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.entries) {
			return i
		}
		return -1
	}
	for i, e := range n.entries {
		if e.key.text == step {
			return i
		}
	}
	return -1
}
