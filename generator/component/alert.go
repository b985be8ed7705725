package component

import (
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

// Alert tells people that a component fails. What they do about it stands in plan.RunbookFile of its name.
type Alert struct {
	Name     string // in words, such as IngressDown
	Severity Severity
	// For is how long the expression has to hold, such as 10m.
	For  monitoringv1.Duration
	Expr string // PromQL
	// Summary is one line, Description what is at stake; both are templates of Prometheus.
	Summary, Description string
}

// Severity is how soon an alert needs a person.
type Severity string

// Severities: a page wakes someone, a ticket waits for the morning.
const (
	Page   Severity = "page"
	Ticket Severity = "ticket"
)

// Alerts are those of a component, in a namespace that it writes to.
func Alerts(c *plan.Cluster, name, namespace string, alerts ...Alert) manifest.Object {
	group := monitoringv1.RuleGroup{Name: name}
	for _, a := range alerts {
		group.Rules = append(group.Rules, a.rule(c.Fleet))
	}
	return &monitoringv1.PrometheusRule{
		TypeMeta:   metav1.TypeMeta{APIVersion: monitoringv1.SchemeGroupVersion.String(), Kind: monitoringv1.PrometheusRuleKind},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace},
		Spec:       monitoringv1.PrometheusRuleSpec{Groups: []monitoringv1.RuleGroup{group}},
	}
}

func (a Alert) rule(f *plan.Fleet) monitoringv1.Rule {
	return monitoringv1.Rule{
		Alert:  a.Name,
		Expr:   intstr.FromString(a.Expr),
		For:    ptr.To(a.For),
		Labels: map[string]string{"severity": string(a.Severity), "team": plan.PlatformTeam},
		Annotations: map[string]string{
			"summary":     a.Summary,
			"description": a.Description,
			"runbook_url": f.Runbook(a.Name),
		},
	}
}

// Down holds while Prometheus reaches no pod of one of the jobs. One pod among others is no failure of the component;
// kube-prometheus-stack's own TargetDown tells of it.
func Down(namespace string, jobs ...string) string {
	var each []string
	for _, job := range jobs {
		each = append(each, Unreached(fmt.Sprintf("namespace=%q,job=%q", namespace, job), "namespace, job"))
	}
	return strings.Join(each, "\nor\n")
}

// Unreached holds while Prometheus reaches none of the targets, be it that none answers or that none is known, with the labels of
// the matchers.
func Unreached(matchers, labels string) string {
	return fmt.Sprintf("max by (%s) (up{%s}) == 0 or absent(up{%s})", labels, matchers, matchers)
}

// Retried is for how long what Repeats counts has to go on: longer than its window, so that errors which pass do not count.
const Retried monitoringv1.Duration = "40m"

// Repeats holds while a counter goes up again and again, by the labels. Controllers try anew after 17 minutes at most
// (https://pkg.go.dev/k8s.io/client-go/util/workqueue#DefaultTypedControllerRateLimiter), which the window covers.
func Repeats(series, by string) string {
	return fmt.Sprintf("sum by (%s) (increase(%s[20m])) > 0", by, series)
}

// Failing holds while a controller made with controller-runtime cannot do what its objects ask for
// (https://book.kubebuilder.io/reference/metrics-reference).
func Failing(namespace, job string) string {
	return Repeats(fmt.Sprintf("controller_runtime_reconcile_errors_total{namespace=%q,job=%q}", namespace, job), "controller")
}
