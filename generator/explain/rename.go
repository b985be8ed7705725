package explain

import (
	"iter"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
)

// nameExperiments change the names that files and directories give: of fleets, clusters, environments and apps.
func (q *question) nameExperiments() []experiment {
	inputs, _ := q.sources.Decode()
	var experiments []experiment
	add := func(document *input.Document, rename func(*config.Inputs)) {
		experiments = append(experiments, experiment{
			setter:   Setter{Position: input.Position{File: document.Path}},
			variants: q.renamed(rename),
		})
	}
	for i, f := range inputs.Fleets {
		add(f.Document, func(in *config.Inputs) { in.Fleets[i].Name += "x" })
		for j, c := range f.Clusters {
			add(c.Document, func(in *config.Inputs) { renameCluster(&in.Fleets[i], j) })
		}
	}
	for i, e := range inputs.Environments {
		add(e.Document, func(in *config.Inputs) { renameEnvironment(in, i) })
	}
	for i, a := range inputs.Apps {
		add(a.Document, func(in *config.Inputs) { renameApp(&in.Apps[i]) })
	}
	return experiments
}

func (q *question) renamed(rename func(*config.Inputs)) iter.Seq[variant] {
	return func(yield func(variant) bool) {
		inputs, problems := q.sources.Decode()
		rename(inputs)
		if draft := plan.Draft(inputs); len(problems) == 0 && draft != nil {
			yield(variant{plan: draft, renamed: true})
		}
	}
}

// renameApp renames it in its patches as well, whose targets and containers are called after it.
func renameApp(a *config.App) {
	old := a.Name
	a.Name += "x"
	for _, patch := range a.Patches {
		patch.Documents = slices.Clone(patch.Documents)
		for i, document := range patch.Documents {
			for _, scalar := range document.Scalars() {
				rest, named := strings.CutPrefix(scalar.Value, old)
				if named && (identifies(scalar.Path) || strings.HasSuffix(scalar.Path, "].name")) {
					patch.Documents[i], _ = patch.Documents[i].With(scalar.Path, a.Name+rest)
				}
			}
		}
	}
}

func renameCluster(f *config.Fleet, i int) {
	c := &f.Clusters[i]
	if string(f.Hub) == c.Name {
		f.Hub += "x"
	}
	if len(c.Environments) == 0 {
		c.Environments = []string{c.Name}
	}
	c.Name += "x"
}

// renameEnvironment renames it wherever it is named.
func renameEnvironment(in *config.Inputs, i int) {
	old := in.Environments[i].Name
	renamed := old + "x"
	in.Environments[i].Name = renamed
	for j := range in.Environments {
		if string(in.Environments[j].After) == old {
			in.Environments[j].After = config.Name(renamed)
		}
	}
	for _, f := range in.Fleets {
		for _, c := range f.Clusters {
			for k, name := range c.Environments {
				if name == old {
					c.Environments[k] = renamed
				}
			}
		}
	}
	for _, a := range in.Apps {
		rekey(a.Versions.Images, old, renamed)
		rekey(a.Environments, old, renamed)
		rekey(a.Patches, old, renamed)
	}
}

func rekey[V any](m map[string]V, old, renamed string) {
	if value, ok := m[old]; ok {
		delete(m, old)
		m[renamed] = value
	}
}
