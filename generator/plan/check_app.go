package plan

import (
	"maps"
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// lowestPort that a process without privileges may bind on every kernel.
const lowestPort = 1024

// meshPorts are those of Linkerd's proxy: outbound, inbound, control and admin.
var meshPorts = []config.Port{4140, 4143, 4190, 4191}

// volumeNameLimit is the longest volume name, a DNS label; that of a secret is "secret-" and the secret's name.
const volumeNameLimit = validation.DNS1123LabelMaxLength - len("secret-")

func (c *checks) app(app *config.App) {
	c.versions(app)
	if c.broken(app.Document) {
		return
	}
	c.serviceName(app)
	if app.Port != 0 && (app.Port < lowestPort || slices.Contains(meshPorts, app.Port)) {
		c.report(app.Document, field.NewPath("port"), "port %d is not free for apps: expected %d or above, and none of the mesh's %v", app.Port, lowestPort, meshPorts)
	}
	c.settings(app.Document, field.NewPath("settings"), app.Settings)
	c.secrets(app)
	if app.Scratch != nil {
		c.bytes(app.Document, field.NewPath("scratch"), *app.Scratch)
	}
	c.callers(app)
	c.mesh(app)
	c.canary(app)
	for _, name := range slices.Sorted(maps.Keys(app.Environments)) {
		at := field.NewPath("environments").Key(name)
		if c.known(app.Document, at, "environment", name, c.environmentNames()) {
			c.settings(app.Document, at.Child("settings"), app.Environments[name].Settings)
		}
	}
	for i := range c.inputs.Environments {
		if e := &c.inputs.Environments[i]; !c.broken(e.Document) {
			c.appIn(app, e)
		}
	}
}

// versions checks the environments of versions.yaml and of the patches.
func (c *checks) versions(app *config.App) {
	for _, name := range slices.Sorted(maps.Keys(app.Versions.Images)) {
		c.known(app.Versions.Document, field.NewPath(name), "environment", name, c.environmentNames())
	}
	for _, name := range slices.Sorted(maps.Keys(app.Patches)) {
		switch _, deployed := app.Versions.Images[name]; {
		case c.environments[name] == nil:
			c.reportFile(app.Patches[name].Path, "no such environment %q%s", name, input.Hint(name, c.environmentNames()))
		case !deployed && !c.inputs.Broken[path.Join("apps", app.Name, "versions.yaml")]:
			c.reportFile(app.Patches[name].Path, "nothing to patch: versions.yaml has no image for %s", name)
		}
	}
}

func (c *checks) settings(document *input.Document, at *field.Path, settings map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if len(validation.IsEnvVarName(name)) > 0 {
			c.report(document, at.Key(name), "%q is not the name of an environment variable: expected letters, digits and _.-, not starting with a digit", name)
		}
	}
}

func (c *checks) secrets(app *config.App) {
	at := field.NewPath("secrets")
	for i, name := range app.Secrets {
		if len(name) > volumeNameLimit {
			c.report(app.Document, at.Index(i), "%q is too long for the name of a volume: at most %d characters", name, volumeNameLimit)
		}
		if slices.Contains(app.Secrets[:i], name) {
			c.report(app.Document, at.Index(i), "%q is listed twice", name)
		}
	}
}

func (c *checks) callers(app *config.App) {
	at := field.NewPath("callers")
	for i, name := range app.Callers {
		switch {
		case string(name) == app.Name:
			c.report(app.Document, at.Index(i), "an app need not list itself")
		case slices.Contains(app.Callers[:i], name):
			c.report(app.Document, at.Index(i), "%q is listed twice", name)
		default:
			c.known(app.Document, at.Index(i), "app", string(name), c.inputs.AppNames)
		}
	}
}

// appIn checks an app against an environment, whether it is deployed there or not yet.
func (c *checks) appIn(app *config.App, e *config.Environment) {
	override := app.Environments[e.Name]
	own := field.NewPath("environments").Key(e.Name)
	at := field.NewPath("size")
	if override.Size != "" {
		at = own.Child("size")
	}
	c.known(app.Document, at, "size class in "+e.Name+":", sizeOf(app, override), slices.Sorted(maps.Keys(e.Sizes)))

	at = field.NewPath("replicas", "max")
	if override.Replicas.Max != 0 {
		at = own.Child("replicas", "max")
	}
	most := int32(or(override.Replicas.Max, app.Replicas.Max))
	least := replicas(app.Replicas, override.Replicas, int32(or(e.Replicas, 1))).Min
	if most != 0 && most < least {
		c.report(app.Document, at, "%d is below the %d replicas that %s runs at least: raise it, or set environments.%s.replicas", most, least, e.Name, e.Name)
	}
}
