package argocd

import (
	"fmt"
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	"sigs.k8s.io/yaml"
)

// notifications are the values of the notifications controller. Its triggers and templates are entries of a ConfigMap, each YAML
// of its own (Argo CD 3.4, "Notifications").
type notifications struct {
	Enabled bool `json:"enabled"`
	*workload
	Secret        *create           `json:"secret,omitempty"`
	Notifiers     map[string]string `json:"notifiers,omitempty"`
	Templates     map[string]string `json:"templates,omitempty"`
	Triggers      map[string]string `json:"triggers,omitempty"`
	Subscriptions []subscription    `json:"subscriptions,omitempty"`
}

type subscription struct {
	Recipients []string `json:"recipients"`
	Triggers   []string `json:"triggers"`
	Selector   string   `json:"selector,omitempty"` // of the Applications' labels
}

// trigger sends its template each time that it comes to be true, or once for each value of an expression.
type trigger struct {
	When    string   `json:"when"`
	OncePer string   `json:"oncePer,omitempty"`
	Send    []string `json:"send"`
}

type template struct {
	Message string `json:"message"`
}

// event is what people hear of: its name, when it happens, how often it is told, and what it says.
type event struct{ name, when, oncePer, says string }

const link = "{{.context.argocdUrl}}/applications/{{.app.metadata.namespace}}/{{.app.metadata.name}}"

// failures are those that self-healing does not mend by itself. A sync is told once, with all its retries.
var failures = []event{
	{
		name:    "sync-failed",
		when:    "app.status.operationState?.phase in ['Error', 'Failed']",
		oncePer: "app.status.operationState?.startedAt",
		says:    ":x: {{.app.metadata.name}}: sync failed: {{.app.status.operationState.message}}\n" + link + "?operation=true",
	}, {
		name: "health-degraded",
		when: "app.status.health?.status == 'Degraded'",
		says: ":warning: {{.app.metadata.name}} has degraded\n" + link,
	},
}

// deployment is told once a commit, not each time that self-healing syncs it again.
var deployment = event{
	name:    "deployed",
	when:    "app.status.operationState?.phase == 'Succeeded' and app.status.health?.status == 'Healthy'",
	oncePer: "app.status.operationState?.syncResult?.revision",
	says:    ":white_check_mark: {{.app.metadata.name}} runs {{.app.status.operationState.syncResult.revision}}\n" + link,
}

// notificationsFor tell the fleet's channel in Slack, if it has one.
func notificationsFor(f *plan.Fleet) notifications {
	if f.ArgoCD.Slack == "" {
		return notifications{}
	}
	part := probed(once(notificationsNeeds))
	n := notifications{
		Enabled:   true,
		workload:  &part,
		Secret:    &create{false}, // External Secrets makes it
		Notifiers: map[string]string{"service.slack": "token: $slack-token\n"},
		Templates: map[string]string{},
		Triggers:  map[string]string{},
	}
	channel := []string{"slack:" + string(f.ArgoCD.Slack)}
	n.subscribe(channel, "", failures...)
	if production := productionOf(f); len(production) > 0 {
		n.subscribe(channel, fmt.Sprintf("environment in (%s)", strings.Join(production, ", ")), deployment)
	}
	return n
}

func productionOf(f *plan.Fleet) (names []string) {
	for _, e := range f.Environments {
		if e.Production {
			names = append(names, e.Name)
		}
	}
	return names
}

// subscribe tells recipients of events of the Applications that the selector selects.
func (n *notifications) subscribe(recipients []string, selector string, events ...event) {
	s := subscription{Recipients: recipients, Selector: selector}
	for _, e := range events {
		n.Templates["template."+e.name] = entry(template{Message: e.says})
		n.Triggers["trigger."+e.name] = entry([]trigger{{When: e.when, OncePer: e.oncePer, Send: []string{e.name}}})
		s.Triggers = append(s.Triggers, e.name)
	}
	n.Subscriptions = append(n.Subscriptions, s)
}

// entry is a value of the ConfigMap; of strings and lists of them, which cannot fail.
func entry(value any) string {
	text, _ := yaml.Marshal(value)
	return string(text)
}
