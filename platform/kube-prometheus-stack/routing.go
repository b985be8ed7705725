package kubeprometheusstack

import (
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
)

// alerting is Alertmanager's configuration (https://prometheus.io/docs/alerting/latest/configuration/), in which secrets are files.
type alerting struct {
	Route     route      `json:"route"`
	Inhibit   []inhibit  `json:"inhibit_rules"`
	Receivers []receiver `json:"receivers"`
}

// route sends the alerts that all matchers match to a receiver, or to the first of its routes that takes them. What it does not
// say is as in the route around it.
type route struct {
	Receiver       string   `json:"receiver"`
	Matchers       []string `json:"matchers,omitempty"`
	GroupBy        []string `json:"group_by,omitempty"`
	GroupWait      string   `json:"group_wait,omitempty"`
	GroupInterval  string   `json:"group_interval,omitempty"`
	RepeatInterval string   `json:"repeat_interval,omitempty"`
	Routes         []route  `json:"routes,omitempty"`
}

// inhibit keeps alerts back while another one fires that has the same labels.
type inhibit struct {
	Source []string `json:"source_matchers"`
	Target []string `json:"target_matchers"`
	Equal  []string `json:"equal,omitempty"`
}

// Severities: those of our alerts, page and ticket, and those of the chart's. Of the latter the lowest are only there to be looked
// at, and Watchdog has none.
const (
	page   = `severity=~"critical|page"`
	below  = `severity=~"info|ticket|warning"`
	silent = `severity=~"info|none"`
	always = `alertname="Watchdog"` // fires for as long as alerts work
)

// nobody hears of what is sent to it.
const nobody = "nobody"

// alertingFor routes by team, the platform's taking what no other does, and by severity. One message tells of all that goes wrong
// in the same way in one namespace.
func alertingFor(alerts *config.Alerts) alerting {
	a := alerting{
		Route: route{
			Receiver: nobody, GroupBy: []string{"alertname", "namespace", "severity", "team"},
			GroupWait: "30s", GroupInterval: "5m", RepeatInterval: "24h",
		},
		Inhibit:   inhibitions,
		Receivers: []receiver{{Name: nobody}},
	}
	if alerts == nil {
		return a
	}
	a.Route.Routes = []route{heartbeat(alerts), {Receiver: nobody, Matchers: []string{silent}}}
	if alerts.Heartbeat != "" {
		a.Receivers = append(a.Receivers, heartbeatReceiver(alerts.Heartbeat))
	}
	for _, team := range slices.Sorted(maps.Keys(alerts.Receivers)) {
		if team != plan.PlatformTeam {
			a.team(team, alerts.Receivers[team], `team="`+string(team)+`"`)
		}
	}
	a.team(plan.PlatformTeam, alerts.Receivers[plan.PlatformTeam])
	return a
}

// team adds the routes of one team's alerts. Whatever is no page is a ticket, a severity that nobody knows too.
func (a *alerting) team(name config.Name, to config.Receiver, matchers ...string) {
	pages, tickets := string(name)+"-page", string(name)+"-ticket"
	a.Route.Routes = append(a.Route.Routes, route{
		Receiver: tickets, Matchers: matchers,
		Routes: []route{{Receiver: pages, Matchers: []string{page}, GroupWait: "10s", RepeatInterval: "4h"}},
	})
	a.Receivers = append(a.Receivers, pageReceiver(pages, to), ticketReceiver(tickets, to))
}

// heartbeat sends the alert that always fires on every minute; without somebody who misses it, nowhere.
func heartbeat(alerts *config.Alerts) route {
	r := route{Receiver: nobody, Matchers: []string{always}}
	if alerts.Heartbeat != "" {
		r.Receiver, r.GroupWait, r.GroupInterval, r.RepeatInterval = heartbeatName, "0s", "30s", "1m"
	}
	return r
}

// inhibitions: who is paged needs no ticket about the same, nor one for each thing on a node that is gone, nor for what follows
// from an API server that does not answer. A label that neither alert has counts as the same.
var inhibitions = []inhibit{
	{
		Source: []string{page},
		Target: []string{below},
		Equal:  []string{"alertname", "namespace", "job", "slo", "node", "instance", "pod", "persistentvolumeclaim"},
	}, {
		Source: []string{nodeDown},
		Target: []string{`node!=""`, `alertname!~"KubeNodeNotReady|KubeNodeUnreachable"`},
		Equal:  []string{"node"},
	}, {
		Source: []string{`alertname="KubeAPIDown"`},
		Target: []string{below},
	},
}

const nodeDown = `alertname=~"KubeNodeNotReady|KubeNodeUnreachable"`
