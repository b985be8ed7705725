package main

import (
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/mutation"
	"github.com/example/fastapi-gitops/generator/policy"
	"sigs.k8s.io/yaml"
)

const (
	mutations   = 500 // a seed makes
	gateSeed    = 20261123
	leastCaught = 95 // percent of the mutations of the gate's seed
	leastUnseen = 90 // percent of those of a seed that nobody has seen
)

// TestMutations makes the committed inputs and the final objects wrong, one thing at a time, and counts how often the
// decoders and rules say so. What the checks catch, and what they miss, is in the log.
func TestMutations(t *testing.T) {
	bench := newBench(t)
	for _, run := range []struct {
		seed  uint64
		least float64
	}{
		{gateSeed, leastCaught},
		{uint64(time.Now().UnixNano()), leastUnseen},
	} {
		score := bench.run(t, run.seed)
		t.Log(score)
		if share := score.share(); share < run.least {
			t.Errorf("seed %d: %.1f%% of the mutations are caught, want %.0f%%", run.seed, share, run.least)
		}
	}
}

// TestMutationsControl reads and writes every document like a mutation does, but changes nothing: nothing is reported.
func TestMutationsControl(t *testing.T) {
	bench := newBench(t)
	for _, d := range bench.inputDocuments {
		if reports := bench.judgeInputs(same(t, d)); len(reports) > 0 {
			t.Errorf("%s: %v", d.Path, reports)
		}
	}
	for _, d := range bench.objectDocuments {
		if reports := bench.judgeObjects(same(t, d)); len(reports) > 0 {
			t.Errorf("%s: %v", d.Path, reports)
		}
	}
}

func same(t *testing.T, d mutation.Document) mutation.Mutant {
	t.Helper()
	data, err := yaml.Marshal(d.Tree)
	if err != nil {
		t.Fatal(err)
	}
	return mutation.Mutant{Files: map[string][]byte{d.Path: data}}
}

// mutationBench is what mutations start from.
type mutationBench struct {
	inputs          fstest.MapFS
	fleet           policy.Fleet
	inputDocuments  []mutation.Document
	objectDocuments []mutation.Document
}

func newBench(t *testing.T) *mutationBench {
	t.Helper()
	b := &mutationBench{inputs: inputsOf(t)}
	r, err := render(b.inputs, day)
	if err != nil {
		t.Fatal(err)
	}
	b.fleet = r.fleets[0]
	for _, path := range slices.Sorted(maps.Keys(b.inputs)) {
		b.inputDocuments = append(b.inputDocuments, document(t, path, mutation.InputKind(path), b.inputs[path].Data))
	}
	for _, c := range b.fleet.Clusters {
		for _, entry := range c.Entries {
			b.objectDocuments = append(b.objectDocuments, document(t, entry.Path, manifest.IDOf(entry.Object).Kind, r.files[entry.Path]))
		}
	}
	return b
}

func document(t *testing.T, path, kind string, data []byte) mutation.Document {
	t.Helper()
	d := mutation.Document{Path: path, Kind: kind}
	if err := yaml.Unmarshal(data, &d.Tree); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return d
}

// run makes as many mutations with each operator, give or take one.
func (b *mutationBench) run(t *testing.T, seed uint64) *mutationScore {
	t.Helper()
	score := &mutationScore{seed: seed}
	for _, o := range mutation.Inputs {
		score.rows = append(score.rows, &mutationRow{what: "inputs", operator: o, documents: b.inputDocuments, judge: b.judgeInputs})
	}
	for _, o := range mutation.Objects {
		score.rows = append(score.rows, &mutationRow{what: "objects", operator: o, documents: b.objectDocuments, judge: b.judgeObjects})
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range mutations {
		row := score.rows[i%len(score.rows)]
		m, ok := row.operator.Mutate(r, row.documents)
		if !ok {
			t.Fatalf("there is no place for the operator %q", row.operator.Name)
		}
		row.count(m, row.judge(m))
	}
	return score
}

// judgeInputs renders the inputs with the mutation.
func (b *mutationBench) judgeInputs(m mutation.Mutant) []mutation.Report {
	inputs := maps.Clone(b.inputs)
	for path, data := range m.Files {
		if delete(inputs, path); data != nil {
			inputs[path] = &fstest.MapFile{Data: data}
		}
	}
	_, err := render(inputs, day)
	var reports []mutation.Report
	var problems input.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			reports = append(reports, mutation.Report{Path: p.File, Kind: mutation.InputKind(p.File), Field: p.Field})
		}
	}
	var findings findingsError
	if errors.As(err, &findings) {
		reports = append(reports, reported(findings)...)
	}
	return reports
}

// judgeObjects decodes the mutated objects and checks them among the others.
func (b *mutationBench) judgeObjects(m mutation.Mutant) []mutation.Report {
	fleet := policy.Fleet{Plan: b.fleet.Plan, Clusters: slices.Clone(b.fleet.Clusters)}
	hub := &fleet.Clusters[0]
	hub.Entries = slices.DeleteFunc(slices.Clone(hub.Entries), func(e manifest.Entry) bool {
		_, ours := m.Files[e.Path]
		return ours
	})
	for _, path := range slices.Sorted(maps.Keys(m.Files)) {
		if m.Files[path] == nil {
			continue
		}
		object, err := decoder().Decode(m.Files[path])
		if err != nil {
			return refused(path, err)
		}
		hub.Entries = append(hub.Entries, manifest.Entry{Path: path, Object: object})
	}
	return reported(policy.Check(fleet))
}

func reported(findings []policy.Finding) []mutation.Report {
	reports := make([]mutation.Report, len(findings))
	for i, f := range findings {
		reports[i] = mutation.Report{Path: f.Path, Kind: f.Object.Kind, Field: f.Field}
	}
	return reports
}

// refused are the fields that the decoder names.
func refused(path string, err error) []mutation.Report {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var reports []mutation.Report
		for _, err := range joined.Unwrap() {
			reports = append(reports, refused(path, err)...)
		}
		return reports
	}
	var field *manifest.FieldError
	if !errors.As(err, &field) {
		return nil
	}
	return []mutation.Report{{Path: path, Field: field.Path}}
}
