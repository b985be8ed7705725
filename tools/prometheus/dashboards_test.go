package prometheus_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"
)

// dashboard is what queries stand in.
type dashboard struct {
	path       string
	Templating struct{ List []variable }
	Panels     []struct {
		Title   string
		Targets []struct{ Expr, LegendFormat string }
	}
}

type variable struct {
	Name, Type, Query string
	AllValue          string
}

// query is PromQL of one panel, or of the choices of a variable.
type query struct {
	where, expr, legend string
}

// dashboards are those of all clusters, the same ones once.
func dashboards(t *testing.T) []dashboard {
	t.Helper()
	var all []dashboard
	var seen []string
	for _, path := range files(t, "../../rendered/*/*/platform/*/objects/configmap-*.yaml") {
		var m struct {
			Metadata struct{ Labels map[string]string }
			Data     map[string]string
		}
		read(t, path, &m)
		if m.Metadata.Labels["grafana_dashboard"] == "" {
			continue
		}
		for name, text := range m.Data {
			if slices.Contains(seen, text) {
				continue
			}
			seen = append(seen, text)
			d := dashboard{path: path + ": " + name}
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				t.Fatalf("%s: %v", d.path, err)
			}
			all = append(all, d)
		}
	}
	if len(all) == 0 {
		t.Fatal("../../rendered holds no dashboard")
	}
	return all
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: no such file (%v)", pattern, err)
	}
	return found
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

var labelValues = regexp.MustCompile(`^label_values\((.+), (\w+)\)$`)

// queries have values in place of variables: those of the service, and windows in which all that is scraped lies.
func (d dashboard) queries(t *testing.T) []query {
	t.Helper()
	values := map[string]string{"namespace": "production", "app": "fastapi-hello", "__rate_interval": "2h", "__range": "2h"}
	var all []query
	for _, v := range d.Templating.List {
		if v.Type != "query" {
			continue
		}
		parts := labelValues.FindStringSubmatch(v.Query)
		if parts == nil {
			t.Fatalf("%s: variable %s: no label_values: %s", d.path, v.Name, v.Query)
		}
		series, label := filled(parts[1], values), parts[2]
		all = append(all, query{d.path + ": variable " + v.Name, "count by (" + label + ") (" + series + ")", "{{" + label + "}}"})
		if v.AllValue != "" {
			values[v.Name] = v.AllValue
		}
	}
	for _, p := range d.Panels {
		for _, target := range p.Targets {
			all = append(all, query{d.path + ": " + p.Title, filled(target.Expr, values), target.LegendFormat})
		}
	}
	return all
}

// filled is PromQL without variables. One that has no value is no PromQL, so Prometheus refuses it.
func filled(expr string, values map[string]string) string {
	return os.Expand(expr, func(name string) string {
		if value, ok := values[name]; ok {
			return value
		}
		return "$" + name
	})
}
