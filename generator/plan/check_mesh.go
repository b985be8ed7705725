package plan

import (
	"slices"
	"strings"
	"time"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// mesh checks what ingress and mesh do with an app's requests.
func (c *checks) mesh(app *config.App) {
	c.timeout(app)
	c.ownPath(app)
	c.hostZones(app)
}

// timeout: each try lasts longer than a request that is fast enough, or the mesh would give up on what the SLO calls good.
func (c *checks) timeout(app *config.App) {
	seconds, limit := or(app.Timeout.Seconds(), defaultTimeout), retries(app.Retries).Limit
	latency := time.Duration(or(float64(app.SLO.Latency), defaultLatency) * float64(time.Second))
	try := tryTimeout(seconds, limit)
	if try > latency {
		return
	}
	at := field.NewPath("timeout")
	if app.Timeout == 0 {
		at = field.NewPath("slo", "latency")
	}
	enough := time.Duration(limit+1) * latency
	switch limit {
	case 0:
		c.report(app.Document, at, "a timeout of %ds is not above the latency of %s that the SLO calls fast: set timeout above %s", seconds, latency, enough)
	default:
		c.report(app.Document, at, "a timeout of %ds gives each of %d tries %s, which is not above the latency of %s that the SLO calls fast: "+
			"set timeout above %s, or retries.limit to fewer", seconds, limit+1, try, latency, enough)
	}
}

// ownPath: metrics have a path of their own, since Prometheus alone is admitted to them and the kubelet to its probes.
func (c *checks) ownPath(app *config.App) {
	metrics := string(or(app.Metrics, defaultMetrics))
	for _, probe := range []struct {
		name string
		path config.URLPath
	}{
		{"live", or(app.Probes.Live, defaultLive)}, {"ready", or(app.Probes.Ready, defaultReady)},
	} {
		if path := string(probe.path); path == metrics || strings.HasPrefix(path, metrics+"/") {
			at := field.NewPath("probes", probe.name)
			if probe.path == "" || app.Probes == (config.Probes{}) {
				at = field.NewPath("metrics")
			}
			c.report(app.Document, at, "%s is within the path %s of the metrics, to which the mesh admits Prometheus alone: choose another", path, metrics)
		}
	}
	if metrics == "/" {
		c.report(app.Document, field.NewPath("metrics"), "the metrics would be all of the app, to which the mesh admits Prometheus alone: choose another path")
	}
}

// hostZones: a host lies in the domain of each fleet that serves it, since DNS and certificates are made in that zone alone.
func (c *checks) hostZones(app *config.App) {
	if !orTrue(app.Public) {
		return
	}
	for i := range c.inputs.Fleets {
		f := &c.inputs.Fleets[i]
		for _, e := range c.inputs.Environments {
			host := string(app.Environments[e.Name].Host)
			hosted := slices.ContainsFunc(f.Clusters, func(cluster config.Cluster) bool { return hosts(&cluster, e.Name) })
			if host == "" || !hosted || c.broken(f.Document) || host == string(f.Domain) || strings.HasSuffix(host, "."+string(f.Domain)) {
				continue
			}
			c.report(app.Document, hostField(e.Name), "%s is outside %s, the zone of fleet %s, in which its DNS record and its certificate are made: "+
				"choose a host that ends in .%s", host, f.Domain, f.Name, f.Domain)
		}
	}
}
