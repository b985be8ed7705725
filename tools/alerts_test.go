package tools_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"
)

// TestAlerts has Prometheus evaluate each alert of the tree, in a case where it fires and in one where it is quiet. Those of a
// component stand in platform/<component>/alerts_test.yaml, in promtool's own form but for rule_files
// (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/).
func TestAlerts(t *testing.T) {
	promtool := buildPromtool(t)
	ran := map[string]bool{}
	for _, rule := range prometheusRules(t) {
		file := casesFile(t, rule)
		raw, cases := alertCases(t, file)
		for _, fault := range uncovered(alertsOf(rule), cases) {
			t.Errorf("%s: %s: write both cases into %s", rule.path, fault, file)
		}
		if ran[file] || file == appCases && rule.fields["metadata"].(map[string]any)["namespace"] != appNamespace {
			continue
		}
		ran[file] = true
		if out, ok := runCases(t, promtool, rule, raw); !ok {
			t.Errorf("%s: %s", file, out)
		}
	}
}

// appCases are those of every app: the alerts differ in their labels alone, so promtool runs on one app in one environment.
const (
	appCases     = "../generator/workload/alerts_test.yaml"
	appNamespace = "production"
)

var ofComponent = regexp.MustCompile(`/rendered/[^/]+/[^/]+/platform/([^/]+)/objects/`)

func casesFile(t *testing.T, rule object) string {
	t.Helper()
	if found := ofComponent.FindStringSubmatch(filepath.ToSlash(rule.path)); found != nil {
		return filepath.Join("../platform", found[1], "alerts_test.yaml")
	}
	return appCases
}

// alertCase asks which alerts of a name fire at one time.
type alertCase struct {
	Alert    string          `json:"alertname"`
	Expected []expectedAlert `json:"exp_alerts"`
}

type expectedAlert struct {
	Labels map[string]string `json:"exp_labels"`
}

// is says whether what is expected is an alert of that name.
func (e expectedAlert) is(k alertKey) bool {
	return e.Labels["severity"] == k.severity && e.Labels["slo"] == k.slo
}

// alertCases of a file, and its text. A file that is missing has none.
func alertCases(t *testing.T, file string) (raw []byte, cases []alertCase) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v", err)
	}
	var all struct {
		Tests []struct {
			Cases []alertCase `json:"alert_rule_test"`
		}
	}
	if err := yaml.Unmarshal(raw, &all); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, test := range all.Tests {
		cases = append(cases, test.Cases...)
	}
	return raw, cases
}

// alertKey tells alerts of one name apart.
type alertKey struct{ name, severity, slo string }

// alertsOf are the alerting rules of a PrometheusRule.
func alertsOf(rule object) []alertKey {
	var keys []alertKey
	for _, r := range rulesOf(rule) {
		if r["alert"] != nil {
			labels := r["labels"].(map[string]any)
			slo, _ := labels["slo"].(string) // platform alerts have none
			keys = append(keys, alertKey{fmt.Sprint(r["alert"]), fmt.Sprint(labels["severity"]), slo})
		}
	}
	return keys
}

func rulesOf(rule object) []map[string]any {
	var rules []map[string]any
	for _, group := range rule.fields["spec"].(map[string]any)["groups"].([]any) {
		for _, r := range group.(map[string]any)["rules"].([]any) {
			rules = append(rules, r.(map[string]any))
		}
	}
	return rules
}

// uncovered are the alerts that no case has fire, or that none has keep quiet.
func uncovered(alerts []alertKey, cases []alertCase) []string {
	var faults []string
	for _, alert := range alerts {
		fires, quiet := false, false
		for _, c := range cases {
			if c.Alert == alert.name {
				found := slices.ContainsFunc(c.Expected, func(e expectedAlert) bool { return e.is(alert) })
				fires, quiet = fires || found, quiet || !found
			}
		}
		if !fires {
			faults = append(faults, fmt.Sprintf("%v fires in no case", alert))
		}
		if !quiet {
			faults = append(faults, fmt.Sprintf("%v is quiet in no case", alert))
		}
	}
	return faults
}

// runCases runs the cases on the rules. Of the annotations they see the summary alone: the others are text for people.
func runCases(t *testing.T, promtool string, rule object, cases []byte) (complaint string, ok bool) {
	t.Helper()
	for _, r := range rulesOf(rule) {
		if annotations, has := r["annotations"].(map[string]any); has {
			r["annotations"] = map[string]any{"summary": annotations["summary"]}
		}
	}
	rules := write(t, "rules.yaml", rule.fields["spec"].(map[string]any))
	file := filepath.Join(filepath.Dir(rules), "cases.yaml")
	if err := os.WriteFile(file, append([]byte("rule_files: [rules.yaml]\n"), cases...), 0o600); err != nil {
		t.Fatal(err)
	}
	out, complaint, ok := ask(t, exec.Command(promtool, "test", "rules", file))
	return complaint + string(out), ok
}

func TestUncovered(t *testing.T) {
	_, cases := alertCases(t, "../platform/external-dns/alerts_test.yaml")
	stale := alertKey{"ExternalDNSStale", "ticket", ""}
	for _, tt := range []struct {
		name   string
		alerts []alertKey
		cases  []alertCase
		faults int
	}{
		{"both cases", []alertKey{stale}, cases, 0},
		{"no case", []alertKey{stale}, nil, 2},
		{"of another severity", []alertKey{{"ExternalDNSStale", "page", ""}}, cases, 1},
		{"quiet alone", []alertKey{stale}, []alertCase{{Alert: stale.name}}, 1},
	} {
		if got := uncovered(tt.alerts, tt.cases); len(got) != tt.faults {
			t.Errorf("%s: %q, want %d faults", tt.name, got, tt.faults)
		}
	}
}

// TestAlertsFindsFault turns a comparison round.
func TestAlertsFindsFault(t *testing.T) {
	rules := prometheusRules(t)
	at := slices.IndexFunc(rules, func(o object) bool { return filepath.Base(o.path) == "prometheusrule-cluster-autoscaler.yaml" })
	if at < 0 {
		t.Fatal("cluster-autoscaler has no alerts")
	}
	rulesOf(rules[at])[1]["expr"] = `max(cluster_autoscaler_unschedulable_pods_count) > 100`
	raw, _ := alertCases(t, "../platform/cluster-autoscaler/alerts_test.yaml")
	if out, ok := runCases(t, buildPromtool(t), rules[at], raw); ok {
		t.Errorf("an alert that never fires passed: %s", out)
	}
}
