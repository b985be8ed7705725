package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/google/go-cmp/cmp"
)

// ruleCase is a change of one object of the valid fleet that a rule must find.
type ruleCase struct {
	rule   string
	file   string // the end of its path; D/ is the app shop in development, N/ its namespace
	change string // as edit takes it; empty takes the object away
	want   string // every finding, as rule, object and field, one a line
}

// shorten and lengthen the fields and files that most cases have.
var (
	shorten  = strings.NewReplacer("spec.template.spec.containers[0]", "{c}", "spec.template.spec", "{p}")
	lengthen = strings.NewReplacer("{c}", "spec.template.spec.containers[0]", "{p}", "spec.template.spec")
)

func (c ruleCase) path() string {
	if rest, ok := strings.CutPrefix(c.file, "D/"); ok {
		return "apps/development/shop/" + rest
	}
	if rest, ok := strings.CutPrefix(c.file, "N/"); ok {
		return "namespaces/development/" + rest
	}
	return c.file
}

// allCases are those of every family of rules.
func allCases() []ruleCase {
	return slices.Concat(identityCases, referenceCases, podCases, workloadCases, securityCases, environmentCases, metricsCases, argocdCases, meshCases, platformCases, canaryCases, dashboardCases, awsCases, bucketCases, componentAlertCases)
}

func TestRulesFindWhatIsWrong(t *testing.T) {
	fleet := build(t, inputs())
	for _, c := range allCases() {
		t.Run(c.rule+"/"+c.path()+"/"+c.change, func(t *testing.T) {
			changed := with(t, fleet, c.path(), lengthen.Replace(c.change))
			got := names(policy.Check(changed))
			if diff := cmp.Diff(lines(c.want), got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if !slices.ContainsFunc(got, func(line string) bool { return strings.HasPrefix(line, c.rule+" ") }) {
				t.Errorf("none of rule %s", c.rule)
			}
		})
	}
}

// names are the findings as rule, object and field.
func names(findings []policy.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, strings.TrimSpace(f.Rule+" "+f.Object.String()+" "+shorten.Replace(f.Field)))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	slices.Sort(all)
	return all
}

// otherCases are the rules that no change of one object breaks; tests of their own do.
var otherCases = []string{"directory", "immutable", "kind"}

func TestEveryRuleHasACase(t *testing.T) {
	for _, rule := range policy.Rules() {
		has := slices.ContainsFunc(append(allCases(), gatewayCases...), func(c ruleCase) bool { return c.rule == rule.Name })
		if !has && !slices.Contains(otherCases, rule.Name) {
			t.Errorf("no case shows what the rule %s finds", rule.Name)
		}
		if rule.Doc == "" || strings.Contains(rule.Doc, "\n") {
			t.Errorf("rule %s: the doc is no line: %q", rule.Name, rule.Doc)
		}
		if !policy.Known(rule.Name) {
			t.Errorf("rule %s is not known", rule.Name)
		}
	}
	if policy.Known("unheard-of") {
		t.Error("a rule that does not exist is known")
	}
}
