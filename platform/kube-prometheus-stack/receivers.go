package kubeprometheusstack

import (
	"path"

	"github.com/example/fastapi-gitops/generator/config"
)

// receiver is where alerts are sent, once to each; without any, nowhere.
type receiver struct {
	Name      string      `json:"name"`
	Slack     []slack     `json:"slack_configs,omitempty"`
	PagerDuty []pagerDuty `json:"pagerduty_configs,omitempty"`
	Webhook   []webhook   `json:"webhook_configs,omitempty"`
}

type slack struct {
	URLFile      string `json:"api_url_file"`
	SendResolved bool   `json:"send_resolved"`
	Color        string `json:"color"`
	Title        string `json:"title"`
	TitleLink    string `json:"title_link"`
	Text         string `json:"text"`
}

type pagerDuty struct {
	RoutingKeyFile string            `json:"routing_key_file"`
	Severity       string            `json:"severity"` // low urgency where it is not critical, if the service says so
	Description    string            `json:"description"`
	Details        map[string]string `json:"details"`
}

type webhook struct {
	URLFile      string `json:"url_file"`
	SendResolved bool   `json:"send_resolved"`
}

const heartbeatName = "heartbeat"

func heartbeatReceiver(key config.AlertKey) receiver {
	return receiver{Name: heartbeatName, Webhook: []webhook{{URLFile: fileOf(key), SendResolved: false}}}
}

// pageReceiver reaches all that a team has: who is paged looks into Slack for what others do.
func pageReceiver(name string, to config.Receiver) receiver {
	r := receiver{Name: name}
	if to.PagerDuty != "" {
		r.PagerDuty = []pagerDuty{pagerDutyOf(to.PagerDuty, "critical")}
	}
	if to.Slack != "" {
		r.Slack = []slack{slackOf(to.Slack, "danger")}
	}
	return r
}

// ticketReceiver wakes nobody up: without Slack it is an incident of low urgency.
func ticketReceiver(name string, to config.Receiver) receiver {
	if to.Slack == "" {
		return receiver{Name: name, PagerDuty: []pagerDuty{pagerDutyOf(to.PagerDuty, "warning")}}
	}
	return receiver{Name: name, Slack: []slack{slackOf(to.Slack, "warning")}}
}

// What messages say, in the templates of Alertmanager (https://prometheus.io/docs/alerting/latest/notifications/).
const (
	headline = `{{ .CommonLabels.alertname }} in {{ or .CommonLabels.namespace "the cluster" }} of {{ .CommonLabels.cluster }}`
	runbook  = `{{ .CommonAnnotations.runbook_url }}`
	each     = `{{ range .Alerts }}{{ .Annotations.summary }}: {{ .Annotations.description }}` + "\n{{ end }}"
)

func slackOf(key config.AlertKey, color string) slack {
	return slack{
		URLFile:      fileOf(key),
		SendResolved: true,
		Color:        `{{ if eq .Status "firing" }}` + color + `{{ else }}good{{ end }}`,
		Title:        `[{{ .Status | toUpper }} {{ .Alerts | len }}] ` + headline,
		TitleLink:    runbook,
		Text:         each,
	}
}

func pagerDutyOf(key config.AlertKey, severity string) pagerDuty {
	return pagerDuty{
		RoutingKeyFile: fileOf(key),
		Severity:       severity,
		Description:    headline,
		Details:        map[string]string{"alerts": each, "runbook": runbook},
	}
}

// fileOf is where the operator mounts a key of the secret.
func fileOf(key config.AlertKey) string {
	return path.Join("/etc/alertmanager/secrets", receiversSecret, string(key))
}
