package plan

import (
	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// route is what the ingress controller tells apps apart by.
type route struct{ host, path string }

// owner is who serves a route.
type owner struct {
	app         *config.App
	environment string
}

// routes refuses two apps, or two environments of one app, on one host and path.
func (c *checks) routes() {
	for i := range c.inputs.Fleets {
		fleet := &c.inputs.Fleets[i]
		if c.broken(fleet.Document) {
			continue
		}
		taken := map[route]owner{}
		for j := range c.inputs.Apps {
			if app := &c.inputs.Apps[j]; !c.broken(app.Document) && orTrue(app.Public) {
				c.routesOf(fleet, app, taken)
			}
		}
	}
}

func (c *checks) routesOf(fleet *config.Fleet, app *config.App, taken map[route]owner) {
	for _, e := range c.inputs.Environments {
		r := route{host: hostOf(app, e.Name, string(fleet.Domain)), path: string(or(app.Path, defaultPath))}
		other, dup := taken[r]
		if !dup {
			taken[r] = owner{app, e.Name}
			continue
		}
		at := field.NewPath("environments").Key(e.Name).Child("host")
		c.report(app.Document, at, "%s%s in %s is already the route of app %s in %s (%s)",
			r.host, r.path, e.Name, other.app.Name, other.environment, other.app.Document.Path)
	}
}

// hostOf is the host that an app says for an environment, or the one made from the names.
func hostOf(app *config.App, environment, domain string) string {
	return string(or(app.Environments[environment].Host, config.Domain(app.Name+"."+environment+"."+domain)))
}
