package config

import (
	"fmt"

	"github.com/example/fastapi-gitops/generator/input"
)

// App is apps/<app>/app.yaml: what one app needs. The directory names the app, its container, its Service and, with
// the environment and the fleet's domain, its host. Only team has no default.
type App struct {
	Name     string            `json:"-"`
	Document *input.Document   `json:"-"`
	Versions Versions          `json:"-"`
	Patches  map[string]*Patch `json:"-"` // by environment

	// Team that owns the app; alerts are routed by it.
	Team Name `json:"team" required:"true"`
	// Port on which the container serves HTTP. Default 8000.
	Port Port `json:"port,omitempty"`
	// Path is the prefix of the URL path that the ingress routes to the app. Default /.
	Path URLPath `json:"path,omitempty"`
	// Public says whether the ingress routes to the app at all. Default true.
	Public *bool `json:"public,omitempty"`
	// Command replaces the image's entrypoint.
	Command []string `json:"command,omitempty"`
	// Probes are the URL paths that the kubelet asks.
	Probes Probes `json:"probes,omitempty"`
	// Metrics is the URL path that Prometheus scrapes. Default /metrics.
	Metrics URLPath `json:"metrics,omitempty"`
	// Timeout is the time within which a request is answered, all tries together; then the caller gets a 504. Each try has its
	// share of it, which is longer than the latency of the SLO. Default 10s.
	Timeout Duration `json:"timeout,omitempty"`
	// Retries of a request that failed.
	Retries Retries `json:"retries,omitempty"`
	// Size is one of the environment's size classes. Default small.
	Size Name `json:"size,omitempty"`
	// Replicas bound the autoscaler.
	Replicas Replicas `json:"replicas,omitempty"`
	// Scratch is the size of a writable /tmp, such as 64Mi. Default none: the root file system is read-only.
	Scratch *Quantity `json:"scratch,omitempty"`
	// Shutdown is the time that the app needs to finish its requests after SIGTERM. Default 20s.
	Shutdown Duration `json:"shutdown,omitempty"`
	// Settings are environment variables of the container.
	Settings map[string]string `json:"settings,omitempty"`
	// Secrets name secrets in AWS Secrets Manager, <environment>/<app>/<secret>, each mounted as files, one a key,
	// under /etc/secrets/<secret>.
	Secrets []Name `json:"secrets,omitempty"`
	// Callers are the apps of the same environment that may call this one.
	Callers []Name `json:"callers,omitempty"`
	// Egress lists destinations outside the cluster that the app may call.
	Egress []Egress `json:"egress,omitempty"`
	// SLO holds the service level objectives that the app is held to.
	SLO SLO `json:"slo,omitempty"`
	// Canary brings out new versions step by step in environments that people rely on, judged by slo, which then has to be said.
	// Default: each version replaces the one before at once, pod by pod.
	Canary *Canary `json:"canary,omitempty"`
	// Environments override some fields in one environment.
	Environments map[string]Override `json:"environments,omitempty"`
	// Waivers excuse one object from one rule until a date.
	Waivers []Waiver `json:"waivers,omitempty"`
	// Replace is the reason why an immutable field may change; Kubernetes then needs the object deleted and made again.
	Replace string `json:"replace,omitempty"`
}

// Probes are URL paths of the container's port.
type Probes struct {
	// Live fails when only a restart helps. Default /healthz.
	Live URLPath `json:"live,omitempty"`
	// Ready fails while the app should get no requests. Default /readyz.
	Ready URLPath `json:"ready,omitempty"`
	// Startup is the time within which the app must become live. Default 60s.
	Startup Duration `json:"startup,omitempty"`
}

// Retries are made by the caller's proxy, of requests that only read (GET, HEAD, OPTIONS) and have at most 64 KiB of body.
type Retries struct {
	// Limit is how often one request is tried again; 0 turns it off. Default 1.
	Limit *RetryLimit `json:"limit,omitempty"`
	// On says which answers are tried again: gateway-error, those with status 502 to 504, which say that nobody answered; or 5xx,
	// where another pod may not meet the error that the app made. Default gateway-error.
	On RetryCondition `json:"on,omitempty"`
}

// Replicas bound the HorizontalPodAutoscaler.
type Replicas struct {
	// Min is raised to the environment's floor. Default: the floor.
	Min Count `json:"min,omitempty"`
	// Max is the upper bound. Default twice the lower one, at least 3.
	Max Count `json:"max,omitempty"`
	// CPU is the use of the requested CPU, in percent, that the autoscaler aims at. Default 70.
	CPU Percent `json:"cpu,omitempty"`
}

// Egress is a destination outside the cluster.
type Egress struct {
	// CIDR is the address range.
	CIDR CIDR `json:"cidr" required:"true"`
	// Ports are TCP ports. Default 443.
	Ports []Port `json:"ports,omitempty"`
}

// SLO holds the objectives over 30 days; burn-rate alerts follow from them (Site Reliability Workbook, chapter 5).
type SLO struct {
	// Availability is the share of requests, in percent, that do not fail with a 5xx status. Default 99.9.
	Availability Objective `json:"availability,omitempty"`
	// Latency is the duration within which a request is fast, one of the histogram's bucket bounds. Default 250ms.
	Latency LatencyBound `json:"latency,omitempty"`
	// Fast is the share of requests, in percent, that are fast. Default 99.
	Fast Objective `json:"fast,omitempty"`
}

// Override is what an app changes in one environment; what it leaves out is as above.
type Override struct {
	// Host replaces <app>.<environment>.<domain>.
	Host Domain `json:"host,omitempty"`
	// Size is one of the environment's size classes.
	Size Name `json:"size,omitempty"`
	// Replicas bound the autoscaler.
	Replicas Replicas `json:"replicas,omitempty"`
	// Settings are added to the app's own, or replace those of the same name.
	Settings map[string]string `json:"settings,omitempty"`
}

// Waiver excuses one object from one rule.
type Waiver struct {
	// Rule that is waived, by the name that its finding shows.
	Rule Name `json:"rule" required:"true"`
	// Object that is excused, as Kind/name.
	Object ObjectName `json:"object" required:"true"`
	// Reason why.
	Reason string `json:"reason" required:"true"`
	// Until is the last day of the waiver, as 2006-01-02. From the next day on the rule holds again.
	Until Date `json:"until" required:"true"`
}

// Versions is apps/<app>/versions.yaml: the image of each environment. An environment without one is not deployed.
type Versions struct {
	Document *input.Document
	Images   map[string]Image // by environment
}

// Patch is apps/<app>/patches/<environment>.yaml: kustomize patches for the objects of one app in one environment.
// Each document is a strategic merge patch (apiVersion, kind, metadata.name and what changes), or a JSON patch (RFC 6902):
// target with kind and name, and patch with the list of operations.
type Patch struct {
	Path      string
	Documents []*input.Document
}

// String is the path and the number of patches.
func (p *Patch) String() string { return fmt.Sprintf("%s (%d)", p.Path, len(p.Documents)) }
