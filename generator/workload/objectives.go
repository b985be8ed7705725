package workload

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// objectives hold the app to its SLO: error ratios recorded over seven windows, and alerts when the error budget of 30
// days burns too fast (Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts").
func objectives(w *plan.Workload) []manifest.Object {
	return []manifest.Object{&monitoringv1.PrometheusRule{
		TypeMeta:   typeMeta("monitoring.coreos.com/v1", "PrometheusRule"),
		ObjectMeta: objectMeta(w, w.Name),
		Spec: monitoringv1.PrometheusRuleSpec{Groups: []monitoringv1.RuleGroup{
			objective{w, "availability", w.SLO.Availability.Text, w.SLO.Availability.Budget, failed(w, "")}.group(),
			objective{w, "latency", w.SLO.Fast.Text, w.SLO.Fast.Budget, slow(w, "")}.group(),
		}},
	}}
}

// objective is one service level objective of an app.
type objective struct {
	workload *plan.Workload
	name     string
	target   string                     // percent, as written
	budget   float64                    // the share of requests that may miss it
	bad      func(window string) string // PromQL of the rate of requests that miss it
}

// series selects the app's series of the histogram of request durations.
func series(w *plan.Workload, suffix, more string) string {
	return fmt.Sprintf("http_request_duration_seconds_%s{namespace=%q,job=%q%s}", suffix, w.Namespace.Name(), w.Name, more)
}

// failed counts requests with a 5xx status, of the series that more selects; `or vector(0)` makes no failure a ratio of zero.
func failed(w *plan.Workload, more string) func(string) string {
	return func(window string) string {
		return fmt.Sprintf("(sum(rate(%s[%s])) or vector(0))", series(w, "count", `,status=~"5.."`+more), window)
	}
}

// slow counts requests above the latency bound, of the series that more selects.
func slow(w *plan.Workload, more string) func(string) string {
	fast := series(w, "bucket", fmt.Sprintf(",le=%q", bound(w.SLO.Latency))+more)
	return func(window string) string {
		return fmt.Sprintf("(sum(rate(%s[%s])) - sum(rate(%s[%s])))", series(w, "count", more), window, fast, window)
	}
}

// bound is the label le as Prometheus 3 stores it: whole numbers end in .0 (OpenMetrics, "Histogram").
func bound(seconds float64) string {
	text := strconv.FormatFloat(seconds, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// windows are those over which ratios are recorded: the long and short ones of each burn rate.
var windows = []string{"5m", "30m", "1h", "2h", "6h", "1d", "3d"}

func (o objective) group() monitoringv1.RuleGroup {
	var rules []monitoringv1.Rule
	for _, window := range windows {
		rules = append(rules, monitoringv1.Rule{
			Record: "slo:error_ratio:rate" + window,
			Expr:   intstr.FromString(fmt.Sprintf("%s\n/\nsum(rate(%s[%s]))", o.bad(window), series(o.workload, "count", ""), window)),
			Labels: o.labels(),
		})
	}
	for _, alert := range alerts {
		rules = append(rules, o.alerting(alert))
	}
	rules = append(rules, monitoringv1.Rule{ // for the dashboards, which see no more of the target
		Record: "slo:error_budget:ratio",
		Expr:   intstr.FromString("vector(" + strconv.FormatFloat(o.budget, 'g', 6, 64) + ")"),
		Labels: o.labels(),
	})
	return monitoringv1.RuleGroup{Name: o.workload.Name + "-" + o.name, Rules: rules}
}

func (o objective) labels() map[string]string {
	return map[string]string{"namespace": o.workload.Namespace.Name(), "job": o.workload.Name, "slo": o.name}
}

// burn is how many times faster than evenly over 30 days the budget goes, seen over a long and a short window.
type burn struct {
	rate        float64
	long, short string
}

// alert fires while the budget burns at one of two rates.
type alert struct {
	severity string
	burns    [2]burn
	pending  monitoringv1.Duration
}

// alerts page when the budget would be gone within days, and open a ticket when it would not last the month.
var alerts = []alert{
	{"page", [2]burn{{14.4, "1h", "5m"}, {6, "6h", "30m"}}, "2m"},
	{"ticket", [2]burn{{3, "1d", "2h"}, {1, "3d", "6h"}}, "15m"},
}

func (o objective) alerting(a alert) monitoringv1.Rule {
	labels := o.labels()
	labels["severity"], labels["team"] = a.severity, o.workload.Team
	return monitoringv1.Rule{
		Alert:  "ErrorBudgetBurn",
		Expr:   intstr.FromString(o.burning(a.burns[0]) + "\nor\n" + o.burning(a.burns[1])),
		For:    ptr.To(a.pending),
		Labels: labels,
		Annotations: map[string]string{
			"summary":     fmt.Sprintf("%s in %s burns its error budget for %s", o.workload.Name, o.workload.Namespace.Name(), o.name),
			"description": fmt.Sprintf("{{ $value | humanizePercentage }} of requests miss the objective; %s%% over 30 days are to meet it.", o.target),
			"runbook_url": o.workload.Namespace.Cluster.Fleet.Runbook("ErrorBudgetBurn"),
		},
	}
}

// burning is PromQL that holds while both windows burn faster than the rate.
func (o objective) burning(b burn) string {
	limit := strconv.FormatFloat(b.rate*o.budget, 'g', 6, 64)
	matchers := fmt.Sprintf("{namespace=%q,job=%q,slo=%q}", o.workload.Namespace.Name(), o.workload.Name, o.name)
	return fmt.Sprintf("(slo:error_ratio:rate%s%s > %s and slo:error_ratio:rate%s%s > %s)", b.long, matchers, limit, b.short, matchers, limit)
}
