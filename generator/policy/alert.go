package policy

import (
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/promql"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// alertName is how alerts are called (https://prometheus.io/docs/practices/naming/).
var alertName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// severities are those that alerts are routed by: a page wakes someone, a ticket waits for the morning.
var severities = []string{"page", "ticket"}

// waiting is a duration as Prometheus writes it, above zero.
var waiting = regexp.MustCompile(`^([0-9]+(ms|[smhdwy]))*0*[1-9][0-9]*(ms|[smhdwy])([0-9]+(ms|[smhdwy]))*$`)

func (a *app) alerting(o *object, field string, rule *monitoringv1.Rule, r *report) {
	if a.plan != nil && rule.Labels[teamLabel] != a.plan.Team {
		r.add(o, field+".labels.team", "%q: expected %q, the team in apps/%s/app.yaml", rule.Labels[teamLabel], a.plan.Team, a.name)
	}
	o.alerting(field, rule, r)
}

// alerting judges what apps' and components' alerts have in common: whom they reach, when, and with what to do.
func (o *object) alerting(field string, rule *monitoringv1.Rule, r *report) {
	if !alertName.MatchString(rule.Alert) {
		r.add(o, field+".alert", "%q: expected words such as ErrorBudgetBurn", rule.Alert)
	}
	oneOf(r, o, field+".labels.severity", rule.Labels["severity"], severities...)
	if rule.Labels["severity"] == "" {
		r.add(o, field+".labels.severity", "missing: expected page or ticket")
	}
	if rule.For == nil || !waiting.MatchString(string(*rule.For)) {
		r.add(o, field+".for", "%q: expected a duration such as 2m, so that one bad moment alerts nobody", deref(rule.For))
	}
	for _, name := range []string{"description", "summary"} {
		if text := rule.Annotations[name]; text == "" {
			r.add(o, field+".annotations."+name, "missing")
		} else if strings.Count(text, "{{") != strings.Count(text, "}}") {
			r.add(o, field+".annotations."+name, "%q: a template without its end", text)
		}
	}
	o.runbook(field+".annotations.runbook_url", rule, r)
	if !promql.Compares(rule.Expr.String()) {
		r.add(o, field+".expr", "compares nothing: it would always fire")
	}
}

// runbook: each alert has a page of its own, which is there.
func (o *object) runbook(field string, rule *monitoringv1.Rule, r *report) {
	w := o.cluster.world
	if want := w.plan.Runbook(rule.Alert); rule.Annotations["runbook_url"] != want {
		r.add(o, field, "%q: expected %s, which says what to do", rule.Annotations["runbook_url"], want)
	}
	if file := plan.RunbookFile(rule.Alert); w.runbooks != nil && !w.runbooks[file] {
		r.add(o, field, "no %s: write what they do whom %s wakes", file, rule.Alert)
	}
}
