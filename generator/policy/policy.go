// Package policy checks the final objects of a whole fleet. It trusts neither builders nor patches: what it lets pass
// is what clusters get. One file holds one rule or a family of rules; rules.go lists them all.
package policy

import (
	"cmp"
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Fleet is what is checked together: the objects of every cluster that one Argo CD manages.
type Fleet struct {
	Plan     *plan.Fleet
	Clusters []Cluster
	// Runbooks are the files in docs/runbooks that say what to do about alerts; nil if the repository has no such directory.
	Runbooks map[string]bool
}

// Cluster is everything that is applied to one cluster.
type Cluster struct {
	Plan    *plan.Cluster
	Entries []manifest.Entry
	// Installed are the components, whose charts install what is not among the entries.
	Installed []component.Installed
}

// Check judges the objects of a fleet by every rule. It changes none of them. The findings are sorted by file, and the
// same objects give the same findings in whatever order they come.
func Check(f Fleet) []Finding { return sorted(survey(f).judge()) }

// Finding is one thing wrong with an object.
type Finding struct {
	Rule    string
	Path    string // the rendered file
	Object  manifest.ID
	Field   string // such as spec.template.spec.containers[0].livenessProbe; empty for the object as a whole
	Message string
}

// String is path: field: message (rule), without the field where there is none.
func (f Finding) String() string {
	where := f.Path
	if f.Field != "" {
		where += ": " + f.Field
	}
	return where + ": " + f.Message + " (" + f.Rule + ")"
}

// compare orders findings by file, field, rule and message.
func compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
}

func sorted(findings []Finding) []Finding {
	slices.SortFunc(findings, compare)
	return slices.Compact(findings)
}
