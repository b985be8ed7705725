package plan

import (
	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation"
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
		if len(r.host) > validation.DNS1123SubdomainMaxLength {
			c.report(app.Document, hostField(e.Name), "the host %s would have %d characters, %d are allowed: set a shorter one",
				r.host, len(r.host), validation.DNS1123SubdomainMaxLength)
		}
		own := owner{app, e.Name}
		other, dup := taken[r]
		if !dup {
			taken[r] = own
			continue
		}
		if other.saysHost() && !own.saysHost() { // who says nothing about the host is not to blame
			own, other = other, own
		}
		c.report(own.app.Document, hostField(own.environment), "%s%s in %s is already the route of app %s in %s (%s)",
			r.host, r.path, own.environment, other.app.Name, other.environment, other.app.Document.Path)
	}
}

func (o owner) saysHost() bool { return o.app.Environments[o.environment].Host != "" }

func hostField(environment string) *field.Path {
	return field.NewPath("environments").Key(environment).Child("host")
}

// hostOf is the host that an app says for an environment, or the one made from the names.
func hostOf(app *config.App, environment, domain string) string {
	return string(or(app.Environments[environment].Host, config.Domain(app.Name+"."+environment+"."+domain)))
}
