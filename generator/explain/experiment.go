package explain

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
)

// experiment changes one input in several ways.
type experiment struct {
	setter   Setter
	variants iter.Seq[variant]
}

// variant is the plan of changed inputs.
type variant struct {
	plan    *plan.Plan
	renamed bool // the object has another path, at the same place among its builder's
	patched bool // a patch changed, which the object before patches does not show
}

// mostVariants are tried of each input besides leaving it out: one value more may hide behind a floor or a default.
const mostVariants = 3

// valueExperiments change each scalar of each input file.
func (q *question) valueExperiments() []experiment {
	var experiments []experiment
	for _, document := range q.inputs.Documents() {
		for _, scalar := range document.Scalars() {
			experiments = append(experiments, experiment{
				setter:   Setter{scalar.Position, scalar.Path},
				variants: variants(document, scalar, q.inputs.With),
			})
		}
	}
	return experiments
}

// patchExperiments change each scalar of each patch.
func (q *question) patchExperiments() []experiment {
	var experiments []experiment
	for _, app := range q.inputs.Apps {
		for _, environment := range slices.Sorted(maps.Keys(app.Patches)) {
			for i, document := range app.Patches[environment].Documents {
				replace := func(changed *input.Document) (*config.Inputs, input.Problems) {
					return q.inputs.WithPatch(app.Name, environment, i, changed), nil
				}
				for _, scalar := range document.Scalars() {
					if identifies(scalar.Path) {
						continue
					}
					experiments = append(experiments, experiment{
						setter:   Setter{scalar.Position, scalar.Path},
						variants: patched(variants(document, scalar, replace)),
					})
				}
			}
		}
	}
	return experiments
}

// identifies says whether a field of a patch says which object it is for. With another value it would be for none.
func identifies(path string) bool {
	return path == "apiVersion" || path == "kind" || strings.HasPrefix(path, "metadata.name") || strings.HasPrefix(path, "target.")
}

func patched(variants iter.Seq[variant]) iter.Seq[variant] {
	return func(yield func(variant) bool) {
		for v := range variants {
			v.patched = true
			if !yield(v) {
				return
			}
		}
	}
}

// variants are the plans without a scalar and with others in its place. Only those that agree with the other inputs
// count; a scalar that has none, such as a region, which its zones must follow, is tried without that.
func variants(document *input.Document, scalar input.Scalar, replace decode) iter.Seq[variant] {
	return func(yield func(variant) bool) {
		var drafts []*plan.Plan
		tried := 0
		for changed := range edits(document, scalar) {
			inputs, problems := replace(changed)
			if len(problems) > 0 {
				continue
			}
			resolved, disagreements := plan.Resolve(inputs)
			if len(disagreements) > 0 {
				if draft := plan.Draft(inputs); draft != nil && len(drafts) < mostVariants {
					drafts = append(drafts, draft)
				}
				continue
			}
			if tried++; !yield(variant{plan: resolved}) || tried > mostVariants {
				return
			}
		}
		for i := 0; tried == 0 && i < len(drafts); i++ {
			if !yield(variant{plan: drafts[i]}) {
				return
			}
		}
	}
}

// decode is the inputs with a changed document in place of its former self.
type decode func(*input.Document) (*config.Inputs, input.Problems)

// edits are the document without the scalar, and with each value that might stand in its place.
func edits(document *input.Document, scalar input.Scalar) iter.Seq[*input.Document] {
	return func(yield func(*input.Document) bool) {
		if without, ok := document.Without(scalar.Path); ok && !yield(without) {
			return
		}
		for _, value := range candidates(scalar) {
			if with, ok := document.With(scalar.Path, value); ok && !yield(with) {
				return
			}
		}
	}
}
