// Package mutation makes valid inputs and objects wrong, one thing at a time, so that a test can measure how much of it
// the checks catch. Only tests use it. It knows what Kubernetes, Argo CD and the requirements say, not what the rules
// look for: the operators were listed before the rules were written.
package mutation

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// Document is a file before anything is wrong.
type Document struct {
	Path string
	Kind string // of an object its kind, of an input file what InputKind says
	Tree map[string]any
}

// Operator makes one kind of mistake, at any place where it can be made.
type Operator struct {
	Name   string
	mutate func(r *rand.Rand, documents []Document) (Mutant, bool)
}

// Mutate makes the mistake at a place and in a way that r chooses. It reports false if there is no such place.
func (o Operator) Mutate(r *rand.Rand, documents []Document) (Mutant, bool) {
	return o.mutate(r, documents)
}

// Mutant is a mistake that was made.
type Mutant struct {
	// Files are the new contents by path; nil takes the file away.
	Files map[string][]byte
	// Fields that were changed, as a.b[0].c; none stands for whole files.
	Fields []string
	// Ends are fields of this or other documents that plainly refer to what was changed, as "Kind field". Where two
	// fields no longer fit, no check can know which of them was right.
	Ends []string
}

// pick chooses one of several.
func pick[T any](r *rand.Rand, items []T) T { return items[r.IntN(len(items))] }

// sortedKeys makes a choice among keys the same on every run.
func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
