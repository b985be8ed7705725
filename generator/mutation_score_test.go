package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/mutation"
)

// mutationScore is what became of the mutations of one seed.
type mutationScore struct {
	seed uint64
	rows []*mutationRow
}

// mutationRow is what became of one operator's mutations.
type mutationRow struct {
	what      string // inputs or objects
	operator  mutation.Operator
	documents []mutation.Document
	judge     func(mutation.Mutant) []mutation.Report

	made, caught, otherEnd int
	misses                 []string
}

// count adds a mutation that led to the reports.
func (row *mutationRow) count(m mutation.Mutant, reports []mutation.Report) {
	best := mutation.Missed
	for _, r := range reports {
		best = max(best, m.Caught(r))
	}
	row.made++
	switch best {
	case mutation.Direct:
		row.caught++
	case mutation.OtherEnd:
		row.caught++
		row.otherEnd++
	default:
		row.misses = append(row.misses, fmt.Sprintf("%s %s, reported: %v",
			strings.Join(slices.Sorted(maps.Keys(m.Files)), " "), strings.Join(m.Fields, " "), reports))
	}
}

func (s *mutationScore) share() float64 {
	made, caught := 0, 0
	for _, row := range s.rows {
		made += row.made
		caught += row.caught
	}
	return 100 * float64(caught) / float64(made)
}

// String is a line for each operator, each miss below its own, and the whole share.
func (s *mutationScore) String() string {
	var table strings.Builder
	fmt.Fprintf(&table, "seed %d: caught of made, in brackets those reported at the other end of a reference\n", s.seed)
	for _, row := range s.rows {
		fmt.Fprintf(&table, "%d of %d (%d)  %s: %s\n", row.caught, row.made, row.otherEnd, row.what, row.operator.Name)
		for _, miss := range row.misses {
			fmt.Fprintf(&table, "    missed: %s\n", miss)
		}
	}
	fmt.Fprintf(&table, "%d mutations by %d operators, %.1f%% caught", mutations, len(s.rows), s.share())
	return table.String()
}
