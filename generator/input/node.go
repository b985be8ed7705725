package input

import (
	"fmt"
	"strconv"
	"strings"
)

// The tags of YAML 1.2's core schema, with the two of YAML 1.1 that the YAML library still resolves.
const (
	tagText     = "!!str"
	tagInt      = "!!int"
	tagFloat    = "!!float"
	tagBool     = "!!bool"
	tagDate     = "!!timestamp"
	tagNull     = "!!null"
	tagMerge    = "!!merge"
	tagList     = "!!seq"
	tagMapping  = "!!map"
	longestText = 60 // characters of a value that a message repeats
)

// node is a value of a document: a scalar, a list or a mapping. Nodes are never changed once built, so that documents
// can share them.
type node struct {
	tag          string
	text         string  // of a scalar, without quotes
	quoted       bool    // or a block scalar: text that nobody takes for something else
	entries      []entry // of a mapping, in the order of the file, or of a list with zero keys
	line, column int
}

// entry is a key with its value. In a list only the value is set.
type entry struct {
	key, value *node
}

// scalar tells whether a node holds a single value.
func (n *node) scalar() bool { return n.tag != tagList && n.tag != tagMapping }

// place is the node to point at when an entry is wrong: the value where it is one word, and the key where the value
// is missing or starts further down.
func (e entry) place() *node {
	if e.key != nil && (!e.value.scalar() || e.value.tag == tagNull) {
		return e.key
	}
	return e.value
}

// isTrue is the value of a boolean: true, True or TRUE.
func (n *node) isTrue() bool { return strings.EqualFold(n.text, "true") }

// String says what a node holds, the way it ends "expected a list, found …".
func (n *node) String() string {
	switch n.tag {
	case tagNull:
		return "nothing"
	case tagList:
		return "a list"
	case tagMapping:
		return "a mapping"
	case tagInt, tagFloat:
		return "the number " + shorten(n.text)
	case tagBool:
		return "the boolean " + n.text
	case tagDate:
		return "the date " + n.text
	}
	return fmt.Sprintf("the text %s", strconv.Quote(shorten(n.text)))
}

func shorten(s string) string {
	runes := 0
	for i := range s {
		if runes == longestText {
			return s[:i] + "…"
		}
		runes++
	}
	return s
}
