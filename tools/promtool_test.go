package tools_test

import (
	"os/exec"
	"testing"
)

// TestPromtool has Prometheus itself read the rules of every PrometheusRule.
func TestPromtool(t *testing.T) {
	promtool := buildPromtool(t)
	for _, rule := range prometheusRules(t) {
		if complaint, ok := checkRules(t, promtool, rule); !ok {
			t.Errorf("%s: %s", rule.path, complaint)
		}
	}
}

func TestPromtoolFindsFault(t *testing.T) {
	rule := prometheusRules(t)[0]
	group := rule.fields["spec"].(map[string]any)["groups"].([]any)[0].(map[string]any)
	group["rules"].([]any)[0].(map[string]any)["expr"] = "sum(rate(requests_total))"
	if complaint, ok := checkRules(t, buildPromtool(t), rule); ok {
		t.Errorf("a rate of an instant vector passed: %s", complaint)
	}
}

// buildPromtool leaves out service discovery, which rules do not need and which is half of what there is to compile.
func buildPromtool(t *testing.T) string {
	t.Helper()
	return build(t, "promtool", "promtool", "-tags=remove_all_sd")
}

func prometheusRules(t *testing.T) []object {
	t.Helper()
	rules := ofKind(rendered(t, "../rendered"), "PrometheusRule")
	if len(rules) == 0 {
		t.Fatal("../rendered holds no PrometheusRule")
	}
	return rules
}

// checkRules judges the groups of a PrometheusRule as the rules file that the operator makes of them. Two rules that
// write the same series are a fault as well.
func checkRules(t *testing.T, promtool string, rule object) (complaint string, ok bool) {
	t.Helper()
	file := write(t, "rules.yaml", rule.fields["spec"].(map[string]any))
	out, complaint, ok := ask(t, exec.Command(promtool, "check", "rules", "--lint=duplicate-rules", "--lint-fatal", file))
	return complaint + string(out), ok
}
