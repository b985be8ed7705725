package plan

import (
	"maps"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// PlatformTeam is the team of the platform's own alerts, which hears as well of what no other team does.
const PlatformTeam = "platform"

// alerts checks that each alert has somebody to hear of it, and that each receiver has alerts.
func (c *checks) alerts(f *config.Fleet) {
	if f.Alerts == nil {
		return
	}
	at := field.NewPath("alerts", "receivers")
	if _, ok := f.Alerts.Receivers[PlatformTeam]; !ok {
		c.report(f.Document, at, "no receiver %q, which hears of the platform's alerts and of those whose team is not listed", PlatformTeam)
	}
	for _, team := range slices.Sorted(maps.Keys(f.Alerts.Receivers)) {
		if f.Alerts.Receivers[team] == (config.Receiver{}) {
			c.report(f.Document, at.Key(string(team)), "%s would hear of nothing: give it slack or pagerduty, the key with where to send", team)
		}
	}
}

// unused notes the teams that would hear of alerts and have no app. It is no mistake: the last app of a team goes without a change
// elsewhere.
func (p *Plan) unused(f *config.Fleet, apps []config.App) {
	if f.Alerts == nil {
		return
	}
	for _, team := range slices.Sorted(maps.Keys(f.Alerts.Receivers)) {
		if team != PlatformTeam && !slices.ContainsFunc(apps, func(a config.App) bool { return a.Team == team }) {
			p.Idle = append(p.Idle, string(team)+" in "+f.Name)
		}
	}
}
