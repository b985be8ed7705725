package policy_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/grafana"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/policy"
	corev1 "k8s.io/api/core/v1"
)

// board is a dashboard of the scanner.
func board() manifest.Object {
	m := &corev1.ConfigMap{Data: map[string]string{"scans.json": scans("sum(rate(scans_total[$__rate_interval]))"), "found.json": found("found")}}
	m.APIVersion, m.Kind, m.Name, m.Namespace = "v1", "ConfigMap", "board", "scanner"
	m.Labels = map[string]string{"grafana_dashboard": "1"}
	m.Annotations = map[string]string{"grafana_folder": "Scanner"}
	return m
}

func scans(expr string) string {
	return grafana.New("scans", "Scans", "What it does.", nil, grafana.Section{Title: "Now", Panels: []grafana.Panel{
		grafana.Graph("Rate", grafana.PerSecond, "Look at its log.", grafana.Query("", expr)),
	}}).JSON()
}

func found(uid string) string {
	return strings.Replace(scans("found"), `"scans"`, strconv.Quote(uid), 1)
}

const boardFile = "central/platform/scanner/objects/configmap-board.yaml"

var dashboardCases = []ruleCase{
	{"dashboard", boardFile, `metadata.labels[grafana_dashboard]="true"`, `
		dashboard ConfigMap/scanner/board metadata.labels.grafana_dashboard`},
	{"dashboard", boardFile, `-metadata.annotations[grafana_folder]`, `
		dashboard ConfigMap/scanner/board metadata.annotations.grafana_folder`},
	{"dashboard", boardFile, `-data`, `
		dashboard ConfigMap/scanner/board data`},
	{"dashboard", boardFile, `data={"scans.yaml":` + strconv.Quote(scans("up")) + `}`, `
		dashboard ConfigMap/scanner/board data[scans.yaml]`},
	{"dashboard", boardFile, `data[scans.json]="{"`, `
		dashboard ConfigMap/scanner/board data[scans.json]`},
	{"dashboard", boardFile, `data[scans.json]="{\"titel\": \"Scans\"}"`, `
		dashboard ConfigMap/scanner/board data[scans.json]`},
	{"dashboard", boardFile, `data[scans.json]=` + strconv.Quote(scans("sum(rate(scans_total[$__rate_interval])")), `
		dashboard ConfigMap/scanner/board data[scans.json]`},
	{"dashboard", boardFile, `data[scans.json]=` + strconv.Quote(scans("sum(scans_total)")), `
		dashboard ConfigMap/scanner/board data[scans.json]`},
	{"dashboard", boardFile, `data[found.json]=` + strconv.Quote(found("scans")), `
		dashboard ConfigMap/scanner/board data[scans.json]`},
	{"dashboard", boardFile, `data[scans.json]=` + strconv.Quote(scans("up # "+strings.Repeat("x", 1<<20))), `
		dashboard ConfigMap/scanner/board data`},
}

// TestDashboardsNamePanels: among a dozen panels a fault is to be found.
func TestDashboardsNamePanels(t *testing.T) {
	fleet := with(t, build(t, inputs()), boardFile, `data[scans.json]=`+strconv.Quote(scans("sum(up")))
	const want = `configmap-board.yaml: data[scans.json]: panel "Rate": query A: unexpected end, expected , or ) (dashboard)`
	findings := policy.Check(fleet)
	if len(findings) != 1 || !strings.HasSuffix(findings[0].String(), want) {
		t.Errorf("%s, want %s", findings, want)
	}
}
