package policy

import (
	"fmt"
	"slices"
	"time"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Waive takes out the findings that an app's waivers excuse on the given day. It returns the findings that are left,
// a line for each waiver in use, and problems for waivers that name no rule, have run out or excuse nothing.
func Waive(findings []Finding, inputs *config.Inputs, today time.Time) (kept []Finding, waived []string, problems input.Problems) {
	for i := range inputs.Apps {
		app := &inputs.Apps[i]
		for j, w := range app.Waivers {
			rest := slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return excuses(app.Name, w, f) })
			if wrong := judge(w, len(findings)-len(rest), today); wrong != "" {
				at := field.NewPath("waivers").Index(j)
				problems = append(problems, input.Problem{Position: app.Document.At(at.String()), Field: at.String(), Message: wrong})
				continue
			}
			waived = append(waived, fmt.Sprintf("%s of %s until %s: %s", w.Rule, w.Object, w.Until.Format(time.DateOnly), w.Reason))
			findings = rest
		}
	}
	return findings, waived, problems
}

// excuses says whether a waiver of an app covers a finding: its rule and object, in any environment.
func excuses(app string, w config.Waiver, f Finding) bool {
	of, ok := plan.AppOf(f.Path)
	return ok && of == app && f.Rule == string(w.Rule) && f.Object.Kind+"/"+f.Object.Name == string(w.Object)
}

// judge says what is wrong with a waiver that excuses so many findings.
func judge(w config.Waiver, excused int, today time.Time) string {
	switch {
	case !Known(string(w.Rule)):
		return fmt.Sprintf("no such rule %q%s", w.Rule, input.Hint(string(w.Rule), names()))
	case !today.Before(w.Until.AddDate(0, 0, 1)):
		return fmt.Sprintf("the waiver of %s for %s ran out on %s: mend the object, or argue anew for a later date", w.Rule, w.Object, w.Until.Format(time.DateOnly))
	case excused == 0:
		return fmt.Sprintf("%s has no finding of rule %s: remove the waiver", w.Object, w.Rule)
	}
	return ""
}

// names are those of all rules.
func names() []string {
	var names []string
	for _, rule := range Rules() {
		names = append(names, rule.Name)
	}
	return names
}
