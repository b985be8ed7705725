package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/promql"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// objectives: an app's rules can be read, look at its own series alone, alert on what is recorded, and reach its team with
// a page that says what to do.
func objectives(a *app, r *report) {
	for _, o := range a.objects {
		if rule, ok := o.Object.(*monitoringv1.PrometheusRule); ok {
			a.rules(o, rule.Spec.Groups, r)
		}
	}
}

// series are what rules record and use, by name and by the label slo, which tells two objectives apart.
type series struct{ name, slo string }

func (a *app) rules(o *object, groups []monitoringv1.RuleGroup, r *report) {
	recorded, used := map[series]string{}, map[series]string{} // and the field
	names := map[string]bool{}
	for i := range groups {
		field := at("spec.groups", i)
		if names[groups[i].Name] {
			r.add(o, field+".name", "another group is called %q too", groups[i].Name)
		}
		names[groups[i].Name] = true
		a.group(o, field, &groups[i], recorded, used, r)
	}
	for _, objective := range []string{"availability", "latency"} {
		if !names[a.name+"-"+objective] {
			r.add(o, "spec.groups", "none for %s, to which slo of apps/%s/app.yaml holds the app", objective, a.name)
		}
	}
	agree(o, recorded, used, r)
}

// group judges the rules of one objective.
func (a *app) group(o *object, field string, g *monitoringv1.RuleGroup, recorded, used map[series]string, r *report) {
	objective, own := strings.CutPrefix(g.Name, a.name+"-")
	if !own || objective == "" {
		r.add(o, field+".name", "%q: expected the app and the objective, such as %s-availability", g.Name, a.name)
	}
	if len(g.Rules) == 0 {
		r.add(o, field+".rules", "missing")
	} else if !slices.ContainsFunc(g.Rules, func(rule monitoringv1.Rule) bool { return rule.Record == errorBudget }) {
		r.add(o, field+".rules", "none records %s, of which dashboards show what is left", errorBudget)
	}
	for i := range g.Rules {
		rule := &g.Rules[i]
		a.rule(o, at(field+".rules", i), rule, recorded, used, r)
		if got := rule.Labels["slo"]; got != objective {
			r.add(o, at(field+".rules", i, ".labels.slo"), "%q: expected %q, the objective that the group names", got, objective)
		}
		if repeats(g.Rules[:i], rule) {
			r.add(o, at(field+".rules", i), "the same rule a second time")
		}
	}
}

// errorBudget is recorded for dashboards: the share of requests that may miss an objective.
const errorBudget = "slo:error_budget:ratio"

// agree reports series that are used and not recorded, and the other way round.
func agree(o *object, recorded, used map[series]string, r *report) {
	for _, s := range sortedSeries(used) {
		if _, ok := recorded[s]; !ok {
			r.add(o, used[s]+".expr", "nothing records %s of objective %q%s", s.name, s.slo, hint(s.name, namesOf(recorded, s.slo)))
		}
	}
	for _, s := range sortedSeries(recorded) {
		if _, ok := used[s]; !ok && s.name != errorBudget {
			r.add(o, recorded[s]+".record", "no alert uses %s of objective %q", s.name, s.slo)
		}
	}
}

// rule judges a recording or alerting rule and notes what it records and uses.
func (a *app) rule(o *object, field string, rule *monitoringv1.Rule, recorded, used map[series]string, r *report) {
	switch {
	case (rule.Record == "") == (rule.Alert == ""):
		r.add(o, field, "expected record or alert, one of them")
	case rule.Record != "":
		a.recording(o, field, rule, r)
		s := series{rule.Record, rule.Labels["slo"]}
		if _, twice := recorded[s]; twice {
			r.add(o, field+".record", "%s of objective %q is recorded twice", s.name, s.slo)
		}
		recorded[s] = field
	default:
		a.alerting(o, field, rule, r)
	}
	a.ownLabels(o, field+".labels", rule.Labels, r)
	selectors, err := promql.Parse(rule.Expr.String())
	if err != nil {
		r.add(o, field+".expr", "%v", err)
		return
	}
	over := window(rule.Record)
	for _, s := range selectors {
		a.selectsOwn(o, field+".expr", s, r)
		if over != "" && s.Range != over {
			r.add(o, field+".expr", "%s over [%s]: expected [%s], which the name %s says", s.Name, s.Range, over, rule.Record)
		}
		if strings.Contains(s.Name, ":") { // by convention only recorded names have colons
			slo, _ := s.Value("slo")
			used[series{s.Name, slo}] = field
			if slo != rule.Labels["slo"] {
				r.add(o, field+".expr", "%s is of objective %q, the rule of %q", s.Name, slo, rule.Labels["slo"])
			}
		}
	}
	if len(selectors) == 0 && rule.Record != errorBudget {
		r.add(o, field+".expr", "selects no series")
	}
}

// selectsOwn reports series of other apps, which are not this team's to alert on.
func (a *app) selectsOwn(o *object, field string, s promql.Selector, r *report) {
	for _, want := range [][2]string{{"namespace", a.namespace.name}, {"job", a.name}} {
		if got, ok := s.Value(want[0]); !ok || got != want[1] {
			r.add(o, field, "%s: expected %s=%q, or it looks at other apps too", s.Name, want[0], want[1])
		}
	}
}

// ownLabels are on everything that the rules make: by them an alert is routed and a recorded series found.
func (a *app) ownLabels(o *object, field string, labels map[string]string, r *report) {
	for _, want := range [][2]string{{"namespace", a.namespace.name}, {"job", a.name}} {
		if got := labels[want[0]]; got != want[1] {
			r.add(o, key(field, want[0]), "%q: expected %q", got, want[1])
		}
	}
}

// isRecordName says whether Prometheus takes a text for the name of a metric, with levels between colons as those have that
// are recorded (https://prometheus.io/docs/practices/rules/#naming).
func isRecordName(text string) bool {
	for i := range len(text) {
		c := text[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && !(i > 0 && (c == ':' || c >= '0' && c <= '9')) {
			return false
		}
	}
	return strings.Contains(text, ":") && !strings.HasSuffix(text, ":")
}

// window is the end of a recorded name that says over which time it is, such as 5m.
func window(record string) string {
	unit := len(record) - 1
	if unit < 1 || !strings.Contains("smhdwy", record[unit:]) {
		return ""
	}
	digits := strings.TrimRight(record[:unit], "0123456789")
	if len(digits) == unit {
		return ""
	}
	return record[len(digits):]
}

// repeats says whether a rule is among earlier ones.
func repeats(before []monitoringv1.Rule, rule *monitoringv1.Rule) bool {
	for i := range before {
		b := &before[i]
		if b.Record == rule.Record && b.Alert == rule.Alert && b.Expr == rule.Expr && maps.Equal(b.Labels, rule.Labels) {
			return true
		}
	}
	return false
}

func (a *app) recording(o *object, field string, rule *monitoringv1.Rule, r *report) {
	if !isRecordName(rule.Record) {
		r.add(o, field+".record", "%q: expected a form such as slo:error_ratio:rate5m", rule.Record)
	}
	if rule.For != nil {
		r.add(o, field+".for", "only an alert waits")
	}
	if len(rule.Annotations) > 0 {
		r.add(o, field+".annotations", "only an alert has annotations")
	}
}

func sortedSeries(m map[series]string) []series {
	return slices.SortedFunc(maps.Keys(m), func(a, b series) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.slo, b.slo)) })
}

// namesOf are the names that are recorded for one objective.
func namesOf(recorded map[series]string, slo string) []string {
	var names []string
	for _, s := range sortedSeries(recorded) {
		if s.slo == slo {
			names = append(names, s.name)
		}
	}
	return names
}
