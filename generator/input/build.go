package input

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	MaxDepth = 32           // lists and mappings inside each other
	MaxKey   = 253 + 1 + 63 // bytes; the longest key in Kubernetes, that of a label, is a DNS name, a slash and a name
)

// builder turns the library's nodes into ours and refuses what inputs do not need: whatever makes a value depend on
// another place of the file (anchors, aliases, merge keys) or on the types of the reader (tags), and characters that
// came in through escapes.
type builder struct{ report }

func (b *builder) documents(parsed []*yaml.Node, limit int) []*Document {
	if len(parsed) == 0 || len(parsed) == 1 && empty(parsed[0]) {
		b.add(&node{}, "", "file is empty: expected a mapping of fields")
		return nil
	}
	var documents []*Document
	for i, one := range parsed {
		if i == limit {
			b.add(begin(one), "", "another YAML document starts here: a file of this kind holds at most %d", limit)
			break
		}
		documents = append(documents, &Document{Path: b.file, root: b.root(one)})
	}
	return documents
}

func empty(document *yaml.Node) bool { return document.Content[0].Tag == tagNull }

func (b *builder) root(document *yaml.Node) *node {
	root := b.node(document.Content[0], 1)
	if root.tag != tagMapping {
		b.add(begin(document), "", "expected a mapping of fields, found %v", root)
	}
	return root
}

func (b *builder) node(from *yaml.Node, depth int) *node {
	n := begin(from)
	if reason := refusal(from); reason != "" {
		b.add(n, "", "%s", reason)
	}
	switch {
	case n.scalar():
		n.text, n.quoted = from.Value, from.Style != 0
	case depth > MaxDepth:
		b.add(n, "", "nested more than %d levels deep", MaxDepth)
	case n.tag == tagList:
		n.entries = b.items(from.Content, depth+1)
	default:
		n.entries = b.pairs(from.Content, depth+1)
	}
	return n
}

func begin(from *yaml.Node) *node { return &node{tag: from.Tag, line: from.Line, column: from.Column} }

func (b *builder) items(content []*yaml.Node, depth int) []entry {
	entries := make([]entry, len(content))
	for i, item := range content {
		entries[i].value = b.node(item, depth)
	}
	return entries
}

func (b *builder) pairs(content []*yaml.Node, depth int) []entry {
	entries := make([]entry, len(content)/2)
	for i := range entries {
		entries[i] = entry{b.key(content[2*i], depth), b.node(content[2*i+1], depth)}
	}
	return entries
}

func (b *builder) key(from *yaml.Node, depth int) *node {
	key := b.node(from, depth)
	switch {
	case !key.scalar() || key.tag == tagNull:
		b.add(key, "", "expected a key, found %v", key)
	case len(key.text) > MaxKey:
		b.add(key, "", "key of %d bytes is longer than %d", len(key.text), MaxKey)
	case strings.ContainsAny(key.text, "\n\t"):
		b.add(key, "", "key must be on one line and without tabs")
	}
	return key
}

// refusal is the reason for which a node is not accepted, if any.
func refusal(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.AliasNode:
		return fmt.Sprintf("alias *%s is not supported: write the value out", shorten(n.Value))
	case n.Anchor != "":
		return fmt.Sprintf("anchor &%s is not supported: write the value out where it is used", shorten(n.Anchor))
	case n.Style&yaml.TaggedStyle != 0:
		return fmt.Sprintf("tag %q is not supported: remove it, and quote the value if it is text", shorten(n.Tag))
	case n.Tag == tagMerge:
		return "merge key << is not supported: write the fields out"
	}
	if i := strings.IndexFunc(n.Value, func(r rune) bool { return !allowed(r) }); i >= 0 {
		return fmt.Sprintf("character %U in a value is not allowed", []rune(n.Value[i:])[0])
	}
	return ""
}
