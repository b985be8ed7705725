package main

import (
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/plan"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// runbooks is the directory of the pages that alerts link to, and index the page that lists them.
const (
	runbooks = "docs/runbooks"
	index    = "README.md"
)

// TestRunbooks finds the page that each alert links to, an alert for each page, and each page in their index.
func TestRunbooks(t *testing.T) {
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{}
	for _, fleet := range r.fleets {
		for _, cluster := range fleet.Clusters {
			for _, entry := range cluster.Entries {
				if rules, ok := entry.Object.(*monitoringv1.PrometheusRule); ok {
					addPages(linked, rules)
				}
			}
		}
	}
	there := pagesOf(t)
	text := string(there[index].Data)
	delete(there, index)
	for page := range linked {
		if there[page] == nil {
			t.Errorf("no %s/%s", runbooks, page)
		}
	}
	for page := range there {
		if !linked[page] {
			t.Errorf("no alert links to %s/%s", runbooks, page)
		}
		if !strings.Contains(text, "]("+page+")") {
			t.Errorf("%s/%s does not list %s", runbooks, index, page)
		}
	}
}

func addPages(linked map[string]bool, rules *monitoringv1.PrometheusRule) {
	for _, group := range rules.Spec.Groups {
		for _, rule := range group.Rules {
			if rule.Alert != "" {
				linked[path.Base(rule.Annotations["runbook_url"])] = true
			}
		}
	}
}

// pagesOf are the files of the directory.
func pagesOf(t *testing.T) fstest.MapFS {
	t.Helper()
	pages := fstest.MapFS{}
	entries, err := os.ReadDir(path.Join(repository, runbooks))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		data, err := os.ReadFile(path.Join(repository, runbooks, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		pages[entry.Name()] = &fstest.MapFile{Data: data}
	}
	return pages
}

// TestRunbookMissing takes one page away: the rendered file of its alert is named, and what to write.
func TestRunbookMissing(t *testing.T) {
	fsys := inputsOf(t)
	gone := plan.RunbookFile("ArgoCDDown")
	for page, file := range pagesOf(t) {
		if name := path.Join(runbooks, page); name != gone {
			fsys[name] = file
		}
	}
	_, err := render(fsys, day)
	const want = "rendered/single-cluster/hello/platform/argo-cd/objects/prometheusrule-argo-cd.yaml: " +
		"spec.groups[0].rules[0].annotations.runbook_url: no docs/runbooks/argo-cd-down.md: write what they do whom ArgoCDDown wakes"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}
