package policy

import (
	"regexp"
	"strings"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// alertName is how alerts are called (https://prometheus.io/docs/practices/naming/).
var alertName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// severities are those that alerts are routed by: a page wakes someone, a ticket waits for the morning.
var severities = []string{"page", "ticket"}

// promDuration is how Prometheus writes durations.
var promDuration = regexp.MustCompile(`^([0-9]+(ms|[smhdwy]))+$`)

func (a *app) alerting(o *object, field string, rule *monitoringv1.Rule, r *report) {
	if !alertName.MatchString(rule.Alert) {
		r.add(o, field+".alert", "%q: expected words such as ErrorBudgetBurn", rule.Alert)
	}
	oneOf(r, o, field+".labels.severity", rule.Labels["severity"], severities...)
	if rule.Labels["severity"] == "" {
		r.add(o, field+".labels.severity", "missing: expected page or ticket")
	}
	if a.plan != nil && rule.Labels[teamLabel] != a.plan.Team {
		r.add(o, field+".labels.team", "%q: expected %q, the team in apps/%s/app.yaml", rule.Labels[teamLabel], a.plan.Team, a.name)
	}
	if rule.For == nil || !promDuration.MatchString(string(*rule.For)) {
		r.add(o, field+".for", "%q: expected a duration such as 2m, so that one bad moment alerts nobody", deref(rule.For))
	}
	for _, name := range []string{"description", "summary"} {
		if text := rule.Annotations[name]; text == "" {
			r.add(o, field+".annotations."+name, "missing")
		} else if strings.Count(text, "{{") != strings.Count(text, "}}") {
			r.add(o, field+".annotations."+name, "%q: a template without its end", text)
		}
	}
	site := strings.TrimSuffix(strings.Replace(o.cluster.world.plan.Repository, "ssh://git@", "https://", 1), ".git")
	if page := rule.Annotations["runbook_url"]; !strings.HasPrefix(page, site+"/") || !strings.HasSuffix(page, ".md") {
		r.add(o, field+".annotations.runbook_url", "%q: expected a page of %s that says what to do", page, site)
	}
	if !strings.ContainsAny(rule.Expr.String(), "<>=") {
		r.add(o, field+".expr", "compares nothing: it would always fire")
	}
}
