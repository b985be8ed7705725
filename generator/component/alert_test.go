package component

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

func TestAlerts(t *testing.T) {
	c := &plan.Cluster{Fleet: &plan.Fleet{Repository: "https://git.example.com/a/b.git", Branch: "main"}}
	rules := Alerts(c, "cart", "carts", Alert{
		Name: "CartDown", Severity: Page, For: "5m", Expr: "up == 0", Summary: "down", Description: "nobody buys",
	}).(*monitoringv1.PrometheusRule)
	want := []monitoringv1.RuleGroup{{Name: "cart", Rules: []monitoringv1.Rule{{
		Alert:  "CartDown",
		Expr:   intstr.FromString("up == 0"),
		For:    ptr.To[monitoringv1.Duration]("5m"),
		Labels: map[string]string{"severity": "page", "team": "platform"},
		Annotations: map[string]string{
			"summary": "down", "description": "nobody buys",
			"runbook_url": "https://git.example.com/a/b/blob/main/docs/runbooks/cart-down.md",
		},
	}}}}
	if diff := cmp.Diff(want, rules.Spec.Groups); diff != "" || rules.Name != "cart" || rules.Namespace != "carts" {
		t.Errorf("%s/%s, -want +got:\n%s", rules.Namespace, rules.Name, diff)
	}
}

func TestExpressions(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"down", Down("a", "b", "c"), `max by (namespace, job) (up{namespace="a",job="b"}) == 0 or absent(up{namespace="a",job="b"})
or
max by (namespace, job) (up{namespace="a",job="c"}) == 0 or absent(up{namespace="a",job="c"})`},
		{"repeats", Repeats(`errors_total{job="b"}`, "x, y"), `sum by (x, y) (increase(errors_total{job="b"}[20m])) > 0`},
		{"failing", Failing("a", "b"),
			`sum by (controller) (increase(controller_runtime_reconcile_errors_total{namespace="a",job="b"}[20m])) > 0`},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
