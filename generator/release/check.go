package release

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
)

// draft is the plan before the edits. A problem in a file that is to be edited is one of a person, with the lines as they
// are now; what is wrong elsewhere the render will say, unless an image puts it right.
func draft(inputs *config.Inputs, apps []string) (*plan.Plan, error) {
	_, problems := plan.Resolve(inputs)
	draft := plan.Draft(inputs)
	if draft != nil {
		problems = slices.DeleteFunc(problems, func(p input.Problem) bool {
			return !slices.ContainsFunc(apps, func(app string) bool { return p.File == fileOf(app) })
		})
	}
	return draft, problems.Err()
}

// check finds everything that is wrong with the names.
func check(inputs *config.Inputs, draft *plan.Plan, environment string, apps []string) error {
	var environments []string
	for _, e := range inputs.Environments {
		environments = append(environments, e.Name)
	}
	var wrong []error
	switch {
	case environment == "":
		wrong = append(wrong, fmt.Errorf("no environment: say with --env where the image is to run%s", input.Hint("", environments)))
	case !slices.Contains(environments, environment):
		wrong = append(wrong, unknown("environment", environment, environments))
	case slices.Contains(draft.Unhosted, environment):
		wrong = append(wrong, fmt.Errorf("no cluster hosts the environment %q: list it in a clusters/<fleet>/<cluster>.yaml first", environment))
	}
	for _, app := range apps {
		if !slices.Contains(inputs.AppNames, app) {
			wrong = append(wrong, unknown("app", app, inputs.AppNames))
		}
	}
	return errors.Join(wrong...)
}

// unknown names the nearest of the known names, and all of them.
func unknown(kind, name string, known []string) error {
	hint, all := input.Hint(name, known), input.Hint("", known)
	if hint != all {
		hint += all
	}
	return fmt.Errorf("no such %s %q%s", kind, name, hint)
}

// notes say what is allowed and yet may be a slip.
func notes(app *config.App, environment string, image config.Image) []string {
	repositories := map[string]bool{}
	for _, other := range app.Versions.Images {
		repositories[repositoryOf(other)] = true
	}
	var notes []string
	if app.Versions.Images[environment] == image {
		notes = append(notes, "nothing changed, it has this image already")
	}
	if own := repositoryOf(image); len(repositories) > 0 && !repositories[own] {
		sofar := strings.Join(slices.Sorted(maps.Keys(repositories)), ", ")
		notes = append(notes, fmt.Sprintf("new repository %s (so far %s)", own, sofar))
	}
	if tagOf(image) == "latest" {
		notes = append(notes, "the tag latest does not say which version it is; the digest alone decides")
	}
	for i := range notes {
		notes[i] = app.Name + " in " + environment + ": " + notes[i]
	}
	return notes
}
