package component

import (
	"fmt"
	"slices"

	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Installed is a component on one cluster.
type Installed struct {
	*Component
	Pin   *Pin // of its chart or directory; nil if it has neither
	Parts Parts
	// Wave is how many components stand in a row before it, each needing the one before. It does not change when an
	// unrelated component comes or goes.
	Wave int
}

// Install says which components a cluster gets, in the order of the list. The problems are those of Chart.yaml files, and of
// components that the fleet goes without although others need them.
func Install(c *plan.Cluster, all []Component) ([]Installed, input.Problems) {
	problems := without(c, all)
	var installed []Installed
	for i := range all {
		component := &all[i]
		if !component.on(c) || slices.Contains(c.Fleet.Without, component.Name) {
			continue
		}
		pin, wrong := component.pin()
		problems = append(problems, wrong...)
		installed = append(installed, Installed{Component: component, Pin: pin, Parts: component.For(c), Wave: wave(component, all)})
	}
	measure(installed)
	return installed, problems
}

// on says whether a cluster is one that the component is for, and wanted whether a fleet is.
func (c *Component) on(cluster *plan.Cluster) bool {
	return c.wanted(cluster.Fleet) && (!c.HubOnly || cluster == cluster.Fleet.Hub)
}

func (c *Component) wanted(f *plan.Fleet) bool { return c.On == nil || c.On(f) }

// without checks the names of the components that a fleet goes without.
func without(c *plan.Cluster, all []Component) input.Problems {
	var problems input.Problems
	for i, name := range c.Fleet.Without {
		report := func(format string, args ...any) {
			at := field.NewPath("without").Index(i).String()
			problems = append(problems, input.Problem{Position: c.Fleet.Input.Document.At(at), Field: at, Message: fmt.Sprintf(format, args...)})
		}
		unwanted := named(all, name)
		if unwanted == nil {
			report("no component %q in platform/%s", name, input.Hint(name, names(all)))
		} else if unwanted.Namespace == plan.ArgoCDNamespace {
			report("%s syncs everything, itself included: there is no going without", name)
		} else if !unwanted.wanted(c.Fleet) {
			report("the fleet does not run %s: there is nothing to go without", name)
		} else if unwanted.Apps {
			report("%s is what every app is rendered for: there is no going without", name)
		}
		for _, other := range all {
			if slices.Contains(other.Needs, name) && other.wanted(c.Fleet) && !slices.Contains(c.Fleet.Without, other.Name) {
				report("%s needs %s: go without both, or without neither", other.Name, name)
			}
		}
	}
	return problems
}

// wave counts the components that must be there before, along the longest way.
func wave(c *Component, all []Component) int {
	longest := 0
	for _, name := range c.Needs {
		if needed := named(all, name); needed != nil {
			longest = max(longest, 1+wave(needed, all))
		}
	}
	return longest
}

// Has says whether a component is among those of a cluster.
func Has(installed []Installed, name string) bool {
	return slices.ContainsFunc(installed, func(i Installed) bool { return i.Name == name })
}

func named(all []Component, name string) *Component {
	if i := slices.Index(names(all), name); i >= 0 {
		return &all[i]
	}
	return nil
}

func names(all []Component) []string {
	var list []string
	for _, c := range all {
		list = append(list, c.Name)
	}
	return list
}
