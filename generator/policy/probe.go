package policy

import (
	"math"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// probe is one of a container's three, nil where it has none.
type probe struct {
	*corev1.Probe
	name string
}

func probesOf(c *container) []probe {
	return []probe{{c.StartupProbe, "startupProbe"}, {c.ReadinessProbe, "readinessProbe"}, {c.LivenessProbe, "livenessProbe"}}
}

// The kubelet's defaults, in seconds and times.
const (
	defaultPeriod   = 10
	defaultTimeout  = 1
	defaultFailures = 3
)

// mostSeconds that a probe may take to fail: longer, and a broken pod keeps its requests for minutes.
const mostSeconds = 300

// probes: each container of an app has all three probes with sane numbers, and readiness asks something else than
// liveness, or a dependency that is down restarts the app instead of taking it out of the Service.
func probes(p *pod, r *report) {
	if p.app == nil {
		return
	}
	for c := range p.containers() {
		if c.init {
			continue
		}
		for _, probe := range probesOf(&c) {
			field := c.at + "." + probe.name
			if probe.Probe == nil {
				r.add(p.object, field, "missing")
				continue
			}
			probeNumbers(p, field, probe, r)
			probeRequest(p, field, probe.Probe, r)
		}
		probesTogether(p, c, r)
	}
}

func probeNumbers(p *pod, field string, probe probe, r *report) {
	bounded := func(name string, value, lowest, highest int32) {
		if value < lowest || value > highest {
			r.add(p.object, field+"."+name, "%d: expected %d to %d", value, lowest, highest)
		}
	}
	bounded("periodSeconds", or(probe.PeriodSeconds, defaultPeriod), 1, mostSeconds)
	bounded("timeoutSeconds", or(probe.TimeoutSeconds, defaultTimeout), 1, max(1, or(probe.PeriodSeconds, defaultPeriod)))
	bounded("failureThreshold", or(probe.FailureThreshold, defaultFailures), 1, math.MaxInt32)
	bounded("initialDelaySeconds", probe.InitialDelaySeconds, 0, mostSeconds)
	most := int32(1)
	if probe.name == "readinessProbe" {
		most = 10
	}
	bounded("successThreshold", or(probe.SuccessThreshold, 1), 1, most)
}

func or(value, fallback int32) int32 {
	if value == 0 {
		return fallback
	}
	return value
}

// probeRequest judges what a probe asks.
func probeRequest(p *pod, field string, probe *corev1.Probe, r *report) {
	asks := 0
	for _, set := range []bool{probe.HTTPGet != nil, probe.TCPSocket != nil, probe.GRPC != nil, probe.Exec != nil} {
		if set {
			asks++
		}
	}
	if asks != 1 {
		r.add(p.object, field, "asks %d ways: expected one of httpGet, tcpSocket, grpc and exec", asks)
	}
	if get := probe.HTTPGet; get != nil {
		if !strings.HasPrefix(get.Path, "/") {
			r.add(p.object, field+".httpGet.path", "%q: expected an absolute path", get.Path)
		}
		if get.Host != "" {
			r.add(p.object, field+".httpGet.host", "%q: the kubelet would ask there instead of the pod", get.Host)
		}
		oneOf(r, p.object, field+".httpGet.scheme", get.Scheme, corev1.URISchemeHTTP)
	}
}

// probesTogether compares the probes of a container with each other.
func probesTogether(p *pod, c container, r *report) {
	if c.ReadinessProbe == nil || c.LivenessProbe == nil || c.StartupProbe == nil {
		return
	}
	if reflect.DeepEqual(c.ReadinessProbe.ProbeHandler, c.LivenessProbe.ProbeHandler) {
		r.add(p.object, c.at+".readinessProbe", "asks the same as livenessProbe: a pod that cannot serve would be restarted instead of left out")
	}
	if lasts(c.LivenessProbe) < lasts(c.ReadinessProbe) {
		r.add(p.object, c.at+".livenessProbe", "fails after %ds, before readinessProbe (%ds): the pod would restart before it is left out", lasts(c.LivenessProbe), lasts(c.ReadinessProbe))
	}
	if w := p.app.plan; w != nil && (lasts(c.StartupProbe) < w.Probes.Startup || lasts(c.StartupProbe) > 2*w.Probes.Startup) {
		r.add(p.object, c.at+".startupProbe", "gives %ds: expected about %ds, which probes.startup of apps/%s/app.yaml resolves to", lasts(c.StartupProbe), w.Probes.Startup, w.Name)
	}
	for _, probe := range probesOf(&c)[1:] {
		if lasts(probe.Probe) > mostSeconds {
			r.add(p.object, c.at+"."+probe.name, "fails after %ds: expected %ds at most", lasts(probe.Probe), mostSeconds)
		}
	}
}

// lasts is the time in seconds until a probe has failed.
func lasts(p *corev1.Probe) int64 {
	return int64(or(p.PeriodSeconds, defaultPeriod)) * int64(or(p.FailureThreshold, defaultFailures))
}
