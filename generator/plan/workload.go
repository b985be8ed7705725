package plan

import (
	"maps"
	"slices"
	"time"

	"github.com/example/fastapi-gitops/generator/config"
)

// Defaults of app.yaml, the one place that has them.
const (
	defaultPort       = 8000
	defaultPath       = "/"
	defaultLive       = "/healthz"
	defaultReady      = "/readyz"
	defaultMetrics    = "/metrics"
	defaultSize       = "small"
	defaultStartup    = 60 // seconds
	defaultShutdown   = 20 // seconds
	defaultCPU        = 70 // percent of the request
	defaultLeastMax   = 3
	defaultEgressPort = 443
	defaultLatency    = 0.25 // seconds
	defaultTimeout    = 10   // seconds
	defaultRetries    = 1
	defaultRetryOn    = config.GatewayError
)

var (
	defaultAvailability = config.Objective{Text: "99.9", Budget: 0.001}
	defaultFast         = config.Objective{Text: "99", Budget: 0.01}
)

// or returns the value, or the default of one that is not set.
func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

func orTrue(value *bool) bool { return value == nil || *value }

// workload resolves one app in one namespace. The size is known to exist.
func workload(n *Namespace, app *config.App, image config.Image) *Workload {
	override := app.Environments[n.Name()]
	w := &Workload{
		Namespace: n,
		App:       app,
		Name:      app.Name,
		Team:      string(app.Team),
		Image:     string(image),
		Command:   app.Command,
		Port:      int32(or(app.Port, defaultPort)),
		Public:    orTrue(app.Public),
		Host:      hostOf(app, n.Name(), n.Cluster.Fleet.Domain),
		Path:      string(or(app.Path, defaultPath)),
		Metrics:   string(or(app.Metrics, defaultMetrics)),
		Timeout:   or(app.Timeout.Seconds(), defaultTimeout),
		Retries:   retries(app.Retries),
		Probes: Probes{
			Live:    string(or(app.Probes.Live, defaultLive)),
			Ready:   string(or(app.Probes.Ready, defaultReady)),
			Startup: or(app.Probes.Startup.Seconds(), defaultStartup),
		},
		Resources: n.Environment.Sizes[sizeOf(app, override)],
		Replicas:  replicas(app.Replicas, override.Replicas, n.Environment.Replicas),
		Shutdown:  or(app.Shutdown.Seconds(), defaultShutdown),
		Settings:  settings(app.Settings, override.Settings),
		Secrets:   texts(app.Secrets),
		Callers:   texts(app.Callers),
		SLO: SLO{
			Availability: or(app.SLO.Availability, defaultAvailability),
			Latency:      or(float64(app.SLO.Latency), defaultLatency),
			Fast:         or(app.SLO.Fast, defaultFast),
		},
		Canary: canary(app.Canary, n.Environment),
		Patch:  app.Patches[n.Name()],
	}
	if app.Scratch != nil {
		w.Scratch = &app.Scratch.Quantity
	}
	for _, e := range app.Egress {
		w.Egress = append(w.Egress, egress(e))
	}
	return w
}

func sizeOf(app *config.App, override config.Override) string {
	return string(or(or(override.Size, app.Size), defaultSize))
}

// replicas lets the override win over the app, and raises the result to the environment's floor.
func replicas(app, override config.Replicas, floor int32) Replicas {
	least := max(int32(or(override.Min, app.Min)), floor)
	most := int32(or(override.Max, app.Max))
	if most == 0 {
		most = max(2*least, defaultLeastMax)
	}
	return Replicas{Min: least, Max: max(most, least), CPU: int32(or(or(override.CPU, app.CPU), defaultCPU))}
}

func settings(app, override map[string]string) map[string]string {
	merged := maps.Clone(app)
	if merged == nil {
		merged = map[string]string{}
	}
	maps.Copy(merged, override)
	return merged
}

func egress(e config.Egress) Egress {
	ports := []int32{defaultEgressPort}
	if len(e.Ports) > 0 {
		ports = nil
		for _, port := range e.Ports {
			ports = append(ports, int32(port))
		}
	}
	return Egress{CIDR: e.CIDR.String(), Ports: ports}
}

// texts are the names as strings, sorted: their order in the input means nothing.
func texts(names []config.Name) []string {
	sorted := make([]string, len(names))
	for i, name := range names {
		sorted[i] = string(name)
	}
	slices.Sort(sorted)
	return sorted
}

func retries(app config.Retries) Retries {
	limit := config.RetryLimit(defaultRetries)
	if app.Limit != nil {
		limit = *app.Limit
	}
	return Retries{Limit: int32(limit), On: string(or(app.On, defaultRetryOn))}
}

// TryTimeout is the share of the timeout that each try of a request has.
func (w *Workload) TryTimeout() time.Duration {
	return tryTimeout(w.Timeout, w.Retries.Limit)
}

func tryTimeout(seconds int64, limit int32) time.Duration {
	return (time.Duration(seconds) * time.Second / time.Duration(limit+1)).Truncate(time.Millisecond)
}
