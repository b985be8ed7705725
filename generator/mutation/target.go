package mutation

import (
	"math/rand/v2"
	"reflect"
	"strings"

	"sigs.k8s.io/yaml"
)

// target is a field and the ways to make it wrong.
type target struct {
	kind, field string
	within      string // a part of the document's path; empty for any
	ways        []way
	ends        []string
}

// at is a target: "Kind a.b.*.c", where * is each key or index.
func at(where string, ways ...way) target {
	kind, field, _ := strings.Cut(where, " ")
	return target{kind: kind, field: field, ways: ways}
}

// each is a target for each of several fields that can be wrong in the same ways.
func each(ways []way, wheres ...string) []target {
	targets := make([]target, len(wheres))
	for i, where := range wheres {
		targets[i] = at(where, ways...)
	}
	return targets
}

// referred names the fields that plainly refer to each of the targets.
func referred(ends []string, targets ...target) []target {
	for i := range targets {
		targets[i].ends = ends
	}
	return targets
}

// referred names the fields that plainly refer to the target.
func (t target) referred(ends ...string) target {
	t.ends = ends
	return t
}

// in confines the target to some documents.
func (t target) in(within string) target {
	t.within = within
	return t
}

// fields is the operator that makes one of the targets wrong. Each target is as likely as the others, however many
// places it has.
func fields(name string, targets ...target) Operator {
	return Operator{name, func(r *rand.Rand, documents []Document) (Mutant, bool) {
		for _, i := range r.Perm(len(targets)) {
			if mutants := targets[i].mutants(documents); len(mutants) > 0 {
				return pick(r, mutants)(), true
			}
		}
		return Mutant{}, false
	}}
}

// mutants are all that the target allows.
func (t target) mutants(documents []Document) []func() Mutant {
	var all []func() Mutant
	for _, d := range documents {
		if t.kind != "*" && d.Kind != t.kind || !strings.Contains(d.Path, t.within) {
			continue
		}
		for _, p := range find(d.Tree, steps(t.field)) {
			for _, spoil := range t.ways {
				if value := spoil(p.value); !reflect.DeepEqual(value, p.value) {
					all = append(all, func() Mutant { return d.mutant(p.steps, value, t.ends) })
				}
			}
		}
	}
	return all
}

// mutant is the document with another value at steps.
func (d Document) mutant(steps []string, value any, ends []string) Mutant {
	tree := with(d.Tree, steps, value).(map[string]any)
	return Mutant{Files: map[string][]byte{d.Path: encode(tree)}, Fields: []string{written(steps)}, Ends: ends}
}

// encode writes a tree that was read from YAML, which cannot fail.
func encode(tree map[string]any) []byte {
	data, err := yaml.Marshal(tree)
	if err != nil {
		panic(err)
	}
	return data
}
