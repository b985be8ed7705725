package alertmanager_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/alertmanager/eventrecorder"
	"github.com/prometheus/alertmanager/inhibit"
	"github.com/prometheus/alertmanager/provider/mem"
	"github.com/prometheus/alertmanager/types"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
)

// TestInhibition holds alerts back while another one fires, and no others.
func TestInhibition(t *testing.T) {
	app := model.LabelSet{"alertname": "ErrorBudgetBurn", "namespace": "production", "job": "shop", "slo": "latency", "team": "shop"}
	node := model.LabelSet{"alertname": "KubeNodeUnreachable", "severity": "warning", "node": "ip-10-0-0-1"}
	api := model.LabelSet{"alertname": "KubeAPIDown", "severity": "critical"}
	tests := []struct {
		name           string
		firing, target model.LabelSet
		muted          bool
	}{
		{"a page about the same", with(app, "severity", "page"), with(app, "severity", "ticket"), true},
		{"a ticket about the same", with(app, "severity", "ticket"), with(app, "severity", "page"), false},
		{"a page about another objective", with(app, "severity", "page"), with(with(app, "severity", "ticket"), "slo", "availability"), false},
		{"a page about another app", with(app, "severity", "page"), with(with(app, "severity", "ticket"), "job", "cart"), false},
		{"a page in another namespace", with(app, "severity", "page"), with(with(app, "severity", "ticket"), "namespace", "staging"), false},
		{"the node is gone", node, alert("KubeletTooManyPods", "info", "").Merge(model.LabelSet{"node": "ip-10-0-0-1"}), true},
		{"another node is gone", node, alert("KubeletTooManyPods", "info", "").Merge(model.LabelSet{"node": "ip-10-0-0-2"}), false},
		{"a node is gone, an app suffers", node, with(app, "severity", "page"), false},
		{"the node's own alerts", node, node, false},
		{"no API server: tickets", api, alert("TargetDown", "warning", ""), true},
		{"no API server: pages", api, with(app, "severity", "page"), false},
		{"no API server: that alerts work", api, alert("Watchdog", "none", ""), false},
	}
	eachCluster(t, func(t *testing.T, c cluster) {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				if got := c.mutes(t, test.firing, test.target); got != test.muted {
					t.Errorf("%v mutes %v: %t, want %t", test.firing, test.target, got, test.muted)
				}
			})
		}
	})
}

func with(labels model.LabelSet, name model.LabelName, value model.LabelValue) model.LabelSet {
	return labels.Merge(model.LabelSet{name: value})
}

// mutes asks whether one alert holds another back.
func (c *cluster) mutes(t *testing.T, firing, target model.LabelSet) bool {
	t.Helper()
	silent, record := slog.New(slog.DiscardHandler), eventrecorder.NopRecorder()
	alerts, err := mem.NewAlerts(t.Context(), time.Hour, 0, nil, silent, record, prometheus.NewRegistry(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer alerts.Close()
	now := time.Now()
	if err := alerts.Put(t.Context(), &types.Alert{
		Alert: model.Alert{Labels: firing, StartsAt: now, EndsAt: now.Add(time.Hour)}, UpdatedAt: now,
	}); err != nil {
		t.Fatal(err)
	}
	inhibitor := inhibit.NewInhibitor(alerts, c.config.InhibitRules, silent, record)
	go inhibitor.Run()
	defer inhibitor.Stop()
	inhibitor.WaitForLoading()
	return inhibitor.Mutes(t.Context(), target)
}
