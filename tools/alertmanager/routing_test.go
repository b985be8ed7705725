// Package alertmanager_test asks Alertmanager itself, as it runs on the clusters, whom it would tell of each alert of the committed
// tree in ../../rendered.
package alertmanager_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"slices"
	"testing"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/common/model"
)

// TestMain refuses to run where go would keep the result: its cache knows the files of this module only.
func TestMain(m *testing.M) {
	flag.Parse()
	if log := flag.Lookup("test.testlogfile"); log != nil && log.Value.String() != "" {
		fmt.Fprintln(os.Stderr, "go would cache this verdict on ../../rendered; run: go -C tools/alertmanager test -count=1 ./...")
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// TestReceiversHaveSecrets: a file that is not there is a message that is not sent.
func TestReceiversHaveSecrets(t *testing.T) {
	eachCluster(t, func(t *testing.T, c cluster) {
		for _, r := range c.config.Receivers {
			for _, file := range filesOf(r) {
				if !c.secrets[file] {
					t.Errorf("receiver %s: no ExternalSecret makes %s", r.Name, file)
				}
			}
		}
	})
}

// TestEveryAlertIsHeard: the alerts of the tree, and one of each severity that those of the chart have.
func TestEveryAlertIsHeard(t *testing.T) {
	eachCluster(t, func(t *testing.T, c cluster) {
		all := c.alerts
		for _, severity := range []string{"critical", "warning", "unheard-of"} {
			all = append(all, alert("OfTheChart", severity, ""), alert("OfTheChart", severity, "nobodys"))
		}
		for team := range c.wanted.Receivers {
			all = append(all, alert("OfATeam", "page", team), alert("OfATeam", "ticket", team))
		}
		for _, labels := range all {
			if got, want := c.keys(labels), c.wanted.keys(labels); len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%v reaches %v, want %v", labels, got, want)
			}
		}
	})
}

// TestQuiet: what is only there to be looked at reaches nobody, and that alerts work reaches who would miss it.
func TestQuiet(t *testing.T) {
	eachCluster(t, func(t *testing.T, c cluster) {
		for _, labels := range []model.LabelSet{alert("CPUThrottlingHigh", "info", ""), alert("InfoInhibitor", "none", "platform")} {
			if got := c.keys(labels); len(got) > 0 {
				t.Errorf("%v reaches %v, want nobody", labels, got)
			}
		}
		if got := c.keys(alert("Watchdog", "none", "")); !slices.Equal(got, []string{c.wanted.Heartbeat}) {
			t.Errorf("Watchdog reaches %v, want %s", got, c.wanted.Heartbeat)
		}
	})
}

func alert(name, severity, team string) model.LabelSet {
	labels := model.LabelSet{"alertname": model.LabelValue(name), "severity": model.LabelValue(severity)}
	if team != "" {
		labels["team"] = model.LabelValue(team)
	}
	return labels
}

// keys are those of the secret with the receivers that Alertmanager would read to tell of an alert, sorted.
func (c *cluster) keys(labels model.LabelSet) []string {
	var keys []string
	for _, route := range dispatch.NewRoute(c.config.Route, nil).Match(labels) {
		for _, r := range c.config.Receivers {
			if r.Name == route.RouteOpts.Receiver {
				for _, file := range filesOf(r) {
					keys = append(keys, path.Base(file))
				}
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// keys are those that the fleet names for an alert: all of the team's for a page, Slack's for a ticket if there is one.
func (a *alerts) keys(labels model.LabelSet) []string {
	r, ok := a.Receivers[string(labels["team"])]
	if !ok {
		r = a.Receivers["platform"]
	}
	keys := []string{r.PagerDuty, r.Slack}
	if paging := labels["severity"] == "page" || labels["severity"] == "critical"; !paging && r.Slack != "" {
		keys = []string{r.Slack}
	}
	slices.Sort(keys)
	return slices.DeleteFunc(keys, func(key string) bool { return key == "" })
}

// filesOf are those that a receiver's addresses are read from.
func filesOf(r config.Receiver) []string {
	var files []string
	for _, c := range r.SlackConfigs {
		files = append(files, c.APIURLFile)
	}
	for _, c := range r.PagerdutyConfigs {
		files = append(files, c.RoutingKeyFile)
	}
	for _, c := range r.WebhookConfigs {
		files = append(files, c.URLFile)
	}
	return files
}
