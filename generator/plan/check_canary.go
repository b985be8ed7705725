package plan

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/utils/ptr"
)

// canary checks that there is something to judge a new version by, and time to do it.
func (c *checks) canary(app *config.App) {
	if app.Canary == nil {
		return
	}
	at := field.NewPath("canary")
	if app.SLO == (config.SLO{}) {
		c.report(app.Document, at, "no objective: a new version is taken back when it misses slo, so say it, such as "+
			"slo: {availability: 99.9, latency: 250ms, fast: 99}")
	}
	if !orTrue(app.Public) && len(app.Callers) == 0 {
		c.report(app.Document, at, "nobody sends requests to judge a new version by: the app is not public and has no callers; "+
			"list some, or leave canary out")
	}
	c.canarySteps(app, at.Child("steps"))
	if least := CanaryDelay + CanaryInterval; or(app.Canary.Pause, defaultPause) < least {
		c.report(app.Document, at.Child("pause"), "%s is too short to measure a step twice: expected %s or more",
			app.Canary.Pause, least)
	}
	c.canaryServices(app, at)
	c.canaryFleets(app, at)
}

// canarySteps rise, and end with all requests.
func (c *checks) canarySteps(app *config.App, at *field.Path) {
	weights := steps(app.Canary)
	if len(weights) == 0 {
		c.report(app.Document, at, "no steps: list some that end at 100, or leave steps out")
		return
	}
	for i, weight := range weights[1:] {
		if weight <= weights[i] {
			c.report(app.Document, at.Index(i+1), "%d is not above the %d before it: weights rise to 100", weight, weights[i])
		}
	}
	last := len(weights) - 1
	switch {
	case weights[last] != 100:
		c.report(app.Document, at.Index(last), "the weights end at %d: expected 100 as the last, when the new version has all requests "+
			"and the old one still stands ready", weights[last])
	case last == 0:
		c.report(app.Document, at.Index(0), "all requests at once are no canary: put a smaller step before, or leave canary out")
	}
}

// canaryServices have names that are valid, and no app's own.
func (c *checks) canaryServices(app *config.App, at *field.Path) {
	if name := app.Name + stableSuffix; len(name) > validation.DNS1035LabelMaxLength {
		c.report(app.Document, at, "the Service %s would have %d characters, %d are allowed: shorten the app's name, or leave canary out",
			name, len(name), validation.DNS1035LabelMaxLength)
	}
	for _, name := range []string{app.Name + stableSuffix, app.Name + canarySuffix} {
		if slices.Contains(c.inputs.AppNames, name) {
			c.report(app.Document, at, "%s is an app, and the Service of this canary would have its name: rename one of the two apps", name)
		}
	}
}

// rolloutsComponent is the component of the platform that brings canaries out.
const rolloutsComponent = "argo-rollouts"

// canaryFleets have what brings a canary out, where they host an environment that people rely on.
func (c *checks) canaryFleets(app *config.App, at *field.Path) {
	for i := range c.inputs.Fleets {
		f := &c.inputs.Fleets[i]
		if c.broken(f.Document) || !slices.Contains(f.Without, rolloutsComponent) {
			continue
		}
		for j := range c.inputs.Environments {
			e := &c.inputs.Environments[j]
			hosted := slices.ContainsFunc(f.Clusters, func(cluster config.Cluster) bool { return hosts(&cluster, e.Name) })
			if hosted && c.production(e) {
				c.report(app.Document, at, "fleet %s goes without %s (%s), which brings canaries out in %s: install it there, or leave canary out",
					f.Name, rolloutsComponent, f.Document.At("without"), e.Name)
			}
		}
	}
}

// production says whether people rely on an environment: the last one, unless it says otherwise.
func (c *checks) production(e *config.Environment) bool {
	last := !slices.ContainsFunc(c.inputs.Environments, func(o config.Environment) bool { return string(o.After) == e.Name })
	return ptr.Deref(e.Production, last)
}
