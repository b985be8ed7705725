// Package explain says which input sets a value of the rendered tree. It asks the program itself: it renders again with
// one input changed and looks whether the value changes. So it needs no bookkeeping in the builders and cannot be wrong
// about them.
package explain

import (
	"runtime"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"golang.org/x/sync/errgroup"
)

// Builder makes objects from a plan, and is the whole of one file of the generator.
type Builder struct {
	File  string // such as generator/workload/deployment.go
	Build func(*plan.Plan) []manifest.Entry
	// Finish patches an object that Build made, which is nil when a patch deletes it. No Finish means no patches.
	Finish func(*plan.Plan, manifest.Entry) (manifest.Entry, error)
}

// Explanation is where a rendered file and each of its values come from.
type Explanation struct {
	Builder string   // the file of the generator that made it, and set what no input sets
	Whole   []Setter // inputs without which, or with another value of which, the file would not be there
	Leaves  []Leaf
}

// Leaf is a single value of a rendered file.
type Leaf struct {
	input.Scalar
	// Setters are the inputs that set the value: leaving one out, or replacing it by another value of its type, changes
	// or removes the leaf while the file stays. With none the leaf is a constant of the builder.
	Setters []Setter
}

// Setter is an input that sets a leaf.
type Setter struct {
	input.Position
	Field string // empty when it is the name of the file or of its directory
}

// File explains every leaf of a rendered file. It reports false for a path that none of the builders makes. The sources
// decode and agree.
func File(sources *config.Sources, path string, builders []Builder) (*Explanation, bool) {
	inputs, _ := sources.Decode()
	p := plan.Draft(inputs)
	for _, b := range builders {
		for i, entry := range b.Build(p) {
			if entry.Path != path {
				continue
			}
			q := &question{sources: sources, inputs: inputs, path: path, builder: b, index: i, raw: encode(entry)}
			before, err := q.leaves(p, entry)
			if err != nil || before == nil {
				return nil, false
			}
			q.before = before
			return q.answer(), true
		}
	}
	return nil, false
}

// question is one rendered file and what it looks like before anything changes.
type question struct {
	sources *config.Sources
	inputs  *config.Inputs
	path    string
	builder Builder
	index   int    // of the object among those of the builder: a renamed object keeps it
	raw     []byte // before patches
	before  *input.Document
}

// answer changes each input in turn and notes what follows.
func (q *question) answer() *Explanation {
	experiments := slices.Concat(q.valueExperiments(), q.patchExperiments(), q.nameExperiments())
	outcomes := make([]outcome, len(experiments))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range experiments {
		group.Go(func() error { outcomes[i] = q.run(e); return nil })
	}
	_ = group.Wait() // experiments do not fail, they find nothing

	answer := &Explanation{Builder: q.builder.File}
	for _, scalar := range q.before.Scalars() {
		leaf := Leaf{Scalar: scalar}
		for i, e := range experiments {
			if outcomes[i].changed[scalar.Path] {
				leaf.Setters = append(leaf.Setters, e.setter)
			}
		}
		answer.Leaves = append(answer.Leaves, leaf)
	}
	for i, e := range experiments {
		if outcomes[i].gone {
			answer.Whole = append(answer.Whole, e.setter)
		}
	}
	return answer
}
