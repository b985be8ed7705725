package charts

import (
	"bytes"
	"regexp"
)

var described = regexp.MustCompile(`^( *)description: \S`)

// Lean is a CustomResourceDefinition in YAML, which may be a template, without what it says to people: four fifths of its size,
// which an API server and Argo CD read anew whenever any kind comes or changes. What a kind allows stays the same.
func Lean(crd []byte) []byte {
	var kept [][]byte
	within := -1 // the indentation of the description whose lines go
	for line := range bytes.Lines(crd) {
		indentation := len(line) - len(bytes.TrimLeft(line, " "))
		if within >= 0 && (indentation > within || len(bytes.TrimSpace(line)) == 0) {
			continue
		}
		within = -1
		if found := described.FindSubmatch(line); found != nil {
			within = len(found[1])
			continue
		}
		kept = append(kept, line)
	}
	return bytes.Join(kept, nil)
}
