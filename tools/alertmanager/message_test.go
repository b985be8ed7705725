package alertmanager_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/template"
)

// TestMessages fills in what messages say: a template that cannot be filled in is a message that is not sent.
func TestMessages(t *testing.T) {
	labels := template.KV{"alertname": "ErrorBudgetBurn", "namespace": "production", "cluster": "hello", "severity": "page"}
	annotations := template.KV{"summary": "burns", "description": "fast", "runbook_url": "https://example.com/runbook"}
	data := &template.Data{
		Status: "firing", CommonLabels: labels, CommonAnnotations: annotations, GroupLabels: labels,
		Alerts: template.Alerts{{Status: "firing", Labels: labels, Annotations: annotations}},
	}
	eachCluster(t, func(t *testing.T, c cluster) {
		messages, err := template.FromGlobs(nil)
		if err != nil {
			t.Fatal(err)
		}
		messages.ExternalURL = &url.URL{}
		for _, r := range c.config.Receivers {
			for field, text := range textsOf(r) {
				says, err := messages.ExecuteTextString(text, data)
				if err != nil || says == "" || strings.Contains(says, "<no value>") {
					t.Errorf("%s of receiver %s says %q (%v)", field, r.Name, says, err)
				}
			}
		}
	})
}

func textsOf(r config.Receiver) map[string]string {
	texts := map[string]string{}
	for _, c := range r.SlackConfigs {
		texts["color"], texts["title"], texts["title_link"], texts["text"] = c.Color, c.Title, c.TitleLink, c.Text
	}
	for _, c := range r.PagerdutyConfigs {
		texts["description"], texts["severity"] = c.Description, c.Severity
		for name, text := range c.Details {
			if text, ok := text.(string); ok {
				texts["details."+name] = text
			}
		}
	}
	return texts
}
