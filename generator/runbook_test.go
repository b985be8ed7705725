package main

import (
	"os"
	"path"
	"path/filepath"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// TestRunbooks finds the page that each alert links to.
func TestRunbooks(t *testing.T) {
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]bool{}
	for _, entry := range r.fleets[0].Clusters[0].Entries {
		rules, ok := entry.Object.(*monitoringv1.PrometheusRule)
		if !ok {
			continue
		}
		for _, group := range rules.Spec.Groups {
			for _, rule := range group.Rules {
				if rule.Alert != "" {
					pages[path.Base(rule.Annotations["runbook_url"])] = true
				}
			}
		}
	}
	if len(pages) == 0 {
		t.Fatal("no alert links to a runbook")
	}
	for page := range pages {
		if _, err := os.Stat(filepath.Join(repository, "docs", "runbooks", page)); err != nil {
			t.Error(err)
		}
	}
}
