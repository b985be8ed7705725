package main

import (
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/explain"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/tree"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func TestExplain(t *testing.T) {
	x := newInquiry(t)
	t.Run("leaves", x.testLeaves)
	t.Run("setters", x.testSetters)
}

// testLeaves explains rendered files: each value is a leaf, at the line where the file has it, and each file has a builder that is
// there.
func (x *inquiry) testLeaves(t *testing.T) {
	leaves, files := 0, x.unlike()
	for _, file := range files {
		e := x.explanation(file)
		var got, want []placed
		for _, leaf := range e.Leaves {
			got = append(got, placed{leaf.Line + 1, leaf.Value})
		}
		var document yaml.Node
		if err := yaml.Unmarshal(slices.Concat([]byte(tree.Header), x.base[file]), &document); err != nil {
			t.Fatal(err)
		}
		for _, scalar := range scalarsOf(&document) {
			want = append(want, placed{scalar.Line, scalar.Value})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", file, diff)
		}
		if _, err := os.Stat(filepath.Join(repository, e.Builder)); err != nil {
			t.Errorf("%s: builder: %v", file, err)
		}
		leaves += len(got)
	}
	t.Logf("%d leaves in %d of %d files", leaves, len(files), len(x.files))
}

// unlike are the rendered files but for those around namespaces and at AWS of which another one with the same name, or of the same
// kind, was made by the same builder.
func (x *inquiry) unlike() []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(x.files), func(file string) bool {
		dir, name := path.Split(file)
		switch {
		case strings.Contains(dir, "/namespaces/"):
		case strings.Contains(dir, "/platform/aws/"):
			name, _, _ = strings.Cut(name, "-")
		default:
			return false
		}
		known := seen[dir] && seen[name]
		seen[dir], seen[name] = true, true
		return known
	})
}

// placed is a value and its line in the committed file.
type placed struct {
	Line  int
	Value string
}

// testSetters takes leaves at random and changes inputs in the text of their files: one that the explanation of a
// leaf names must change or remove it in some variation, and one that it does not name must let it be in every
// variation. Inputs without which the file is gone are those that the explanation lists for the whole file.
func (x *inquiry) testSetters(t *testing.T) {
	const pairs = 500
	all, set := x.leaves()
	r := rand.New(rand.NewPCG(gateSeed, 0))
	for range pairs {
		leaf := set[r.IntN(len(set))]
		x.changes(t, leaf, leaf.Setters[r.IntN(len(leaf.Setters))])
	}
	for range pairs {
		leaf, other := all[r.IntN(len(all))], x.inputs[r.IntN(len(x.inputs))]
		if !slices.Contains(leaf.Setters, other) {
			x.stays(t, leaf, other)
		}
	}
	t.Logf("%d leaves, of which inputs set %d; %d inputs", len(all), len(set), len(x.inputs))
}

// leafOf is a leaf and its rendered file.
type leafOf struct {
	file string
	explain.Leaf
}

// leaves are all of them, and those that some input sets.
func (x *inquiry) leaves() (all, set []leafOf) {
	x.t.Helper()
	for _, file := range x.unlike() {
		for _, leaf := range x.explanation(file).Leaves {
			all = append(all, leafOf{file, leaf})
			if len(leaf.Setters) > 0 {
				set = append(set, leafOf{file, leaf})
			}
		}
	}
	return all, set
}

func (x *inquiry) changes(t *testing.T, leaf leafOf, setter explain.Setter) {
	t.Helper()
	variations := x.variations(setter)
	if !slices.ContainsFunc(variations, func(v variation) bool { return v.changes(t, leaf) }) {
		t.Errorf("%s: %s is said to be set by %s, but stays %q in %d variations",
			leaf.file, leaf.Path, describe(setter), leaf.Value, len(variations))
	}
}

func (x *inquiry) stays(t *testing.T, leaf leafOf, other explain.Setter) {
	t.Helper()
	for _, v := range x.variations(other) {
		switch _, there := v.find(leaf.file); {
		case !there && !slices.Contains(x.explanation(leaf.file).Whole, other):
			t.Errorf("%s: is gone with a change of %s, which is not said", leaf.file, describe(other))
		case v.changes(t, leaf):
			t.Errorf("%s: %s is not said to be set by %s, but changes with it", leaf.file, leaf.Path, describe(other))
		}
	}
}

// inquiry holds explanations and renderings of changed inputs, each made once.
type inquiry struct {
	t            *testing.T
	base         tree.Tree
	files        []string         // of the base
	inputs       []explain.Setter // every scalar
	explanations map[string]*explain.Explanation
	varied       map[explain.Setter][]variation
}

func newInquiry(t *testing.T) *inquiry {
	t.Helper()
	inputs := inputsOf(t)
	r, err := render(inputs, day)
	if err != nil {
		t.Fatal(err)
	}
	x := &inquiry{t: t, base: r.files, explanations: map[string]*explain.Explanation{}, varied: map[explain.Setter][]variation{}}
	x.files = sortedNames(r.files)
	for _, file := range sortedNames(inputs) {
		document, err := input.Parse(file, inputs[file].Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, scalar := range document.Scalars() {
			x.inputs = append(x.inputs, explain.Setter{Position: scalar.Position, Field: scalar.Path})
		}
	}
	return x
}

func (x *inquiry) explanation(file string) *explain.Explanation {
	x.t.Helper()
	if x.explanations[file] == nil {
		e, err := explainFile(inputsOf(x.t), file)
		if err != nil {
			x.t.Fatal(err)
		}
		x.explanations[file] = e
	}
	return x.explanations[file]
}

func (x *inquiry) variations(of explain.Setter) []variation {
	x.t.Helper()
	if _, done := x.varied[of]; !done {
		x.varied[of] = vary(x.t, of)
	}
	return x.varied[of]
}
