package policy_test

import (
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/policy"
)

const alertsFile = "central/platform/scanner/objects/prometheusrule-scanner.yaml"

var componentAlertCases = []ruleCase{
	{"component-alert", alertsFile, `metadata.annotations[argocd.argoproj.io/sync-wave]="1"`, `
		component-alert PrometheusRule/scanner/scanner metadata.annotations[argocd.argoproj.io/sync-wave]`},
	{"component-alert", alertsFile, `-spec.groups[0]`, `
		component-alert PrometheusRule/scanner/scanner spec.groups`},
	{"component-alert", alertsFile, `-spec.groups[0].rules`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules`},
	{"component-alert", alertsFile, `spec.groups[0].name="other"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].name`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].record="a:b:c"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].record`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].alert="ScannerDown"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].alert
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].annotations.runbook_url`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].alert="scanner down"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].alert
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].annotations.runbook_url`},
	{"component-alert", alertsFile, `-spec.groups[0].rules[1].labels.severity`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].labels.severity`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].labels.severity="critical"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].labels.severity`},
	{"component-alert", alertsFile, `-spec.groups[0].rules[1].labels.team`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].labels.team`},
	{"component-alert", alertsFile, `-spec.groups[0].rules[1].for`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].for`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].for="0m"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].for`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].for="soon"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].for`},
	{"component-alert", alertsFile, `-spec.groups[0].rules[1].annotations.description`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].annotations.description`},
	{"component-alert", alertsFile, `-spec.groups[0].rules[1].annotations.summary`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].annotations.summary`},
	{"component-alert", alertsFile, `-spec.groups[0].rules[1].annotations.runbook_url`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].annotations.runbook_url`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].annotations.runbook_url="https://git.example.com/org/repo/blob/main/docs/runbooks/scanner-down.md"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].annotations.runbook_url`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].expr="up{job=\"scanner\",pod!=\"a\"}"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].expr`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].expr="up == 0"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].expr`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].expr="1 > 0"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].expr`},
	{"component-alert", alertsFile, `spec.groups[0].rules[1].expr="up{job=\"scanner\" == 0"`, `
		component-alert PrometheusRule/scanner/scanner spec.groups[0].rules[1].expr`},
}

// TestRunbookMissing names the page that an alert lacks.
func TestRunbookMissing(t *testing.T) {
	fleet := build(t, inputs())
	fleet.Runbooks = map[string]bool{"docs/runbooks/error-budget-burn.md": true, "docs/runbooks/scanner-failing.md": true}
	findings := policy.Check(fleet)
	if len(findings) == 0 {
		t.Fatal("an alert without a runbook passed")
	}
	for _, f := range findings {
		if !strings.Contains(f.Message, "no docs/runbooks/scanner-down.md: write") {
			t.Error(f)
		}
	}
}
