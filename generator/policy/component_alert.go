package policy

import (
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/promql"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// componentAlerts: a component's rules can be read, and alert the platform's team with a page that says what to do. No two alerts
// of a cluster share a name, by which people find that page and silence what they know of. None waits for the pods that it is
// about: what does not start needs its alerts most.
func componentAlerts(c *cluster, r *report) {
	alerts := map[string]*object{}
	for _, i := range c.installed {
		for _, o := range c.objects {
			rule, ok := o.Object.(*monitoringv1.PrometheusRule)
			if ok && strings.HasPrefix(o.Path, c.plan.ComponentDir(i.Name)+"/objects/") {
				o.componentGroups(rule.Spec.Groups, alerts, r)
			}
		}
	}
}

// componentGroups judges when it comes, and the one group that a component has, which is called after it.
func (o *object) componentGroups(groups []monitoringv1.RuleGroup, alerts map[string]*object, r *report) {
	if wave := o.wave(); wave > 0 {
		r.add(o, key("metadata.annotations", syncWave), "wave %d: expected 0 or less, since it would wait for the pods that it watches", wave)
	}
	if len(groups) != 1 {
		r.add(o, "spec.groups", "%d: expected one", len(groups))
	}
	for i := range groups {
		g := &groups[i]
		field := at("spec.groups", i)
		if g.Name != o.id.Name {
			r.add(o, field+".name", "%q: expected %s, the component", g.Name, o.id.Name)
		}
		if len(g.Rules) == 0 {
			r.add(o, field+".rules", "missing")
		}
		for j := range g.Rules {
			o.componentAlert(at(field+".rules", j), &g.Rules[j], alerts, r)
		}
	}
}

func (o *object) componentAlert(field string, rule *monitoringv1.Rule, alerts map[string]*object, r *report) {
	if rule.Record != "" {
		r.add(o, field+".record", "%q: components record nothing", rule.Record)
	}
	if other := alerts[rule.Alert]; other != nil {
		r.add(o, field+".alert", "%q: %s has an alert of that name", rule.Alert, other.Path)
	}
	alerts[rule.Alert] = o
	if got := rule.Labels[teamLabel]; got != plan.PlatformTeam {
		r.add(o, key(field+".labels", teamLabel), "%q: expected %q, which answers for components", got, plan.PlatformTeam)
	}
	o.alerting(field, rule, r)
	selectors, err := promql.Parse(rule.Expr.String())
	if err != nil {
		r.add(o, field+".expr", "%v", err)
	} else if len(selectors) == 0 {
		r.add(o, field+".expr", "selects no series")
	}
	for _, s := range selectors {
		if len(s.Matchers) == 0 {
			r.add(o, field+".expr", "%s: expected a job, or it looks at whoever has such a series", s.Name)
		}
	}
}
