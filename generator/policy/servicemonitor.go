package policy

import (
	"strings"
	"time"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
)

// mostSamples that one pod may give: more, and an app that labels metrics by user takes Prometheus down.
const mostSamples = 100_000

// serviceMonitors: an app's metrics are scraped in time, bounded, and without a way to other credentials.
func serviceMonitors(a *app, r *report) {
	a.scrapedOnce(r)
	for _, o := range a.objects {
		m, ok := o.Object.(*monitoringv1.ServiceMonitor)
		if !ok {
			continue
		}
		if limit := m.Spec.SampleLimit; limit == nil || *limit == 0 || *limit > mostSamples {
			r.add(o, "spec.sampleLimit", "expected 1 to %d", mostSamples)
		}
		if len(m.Spec.Endpoints) == 0 {
			r.add(o, "spec.endpoints", "missing: nothing is scraped")
		}
		for i := range m.Spec.Endpoints {
			e := &m.Spec.Endpoints[i]
			endpoint(o, at("spec.endpoints", i), e, r)
			for _, before := range m.Spec.Endpoints[:i] {
				if before.Port == e.Port && before.Path == e.Path {
					r.add(o, at("spec.endpoints", i), "scrapes %s of port %s a second time", e.Path, e.Port)
				}
			}
		}
	}
}

// The time between two scrapes: alerts look at 5 minutes at least, and need several samples in them.
const (
	leastInterval = 5 * time.Second
	mostInterval  = 2 * time.Minute
)

func endpoint(o *object, field string, e *monitoringv1.Endpoint, r *report) {
	interval, err := time.ParseDuration(string(e.Interval))
	if err != nil || interval < leastInterval || interval > mostInterval {
		r.add(o, field+".interval", "%q: expected a duration from %s to %s", e.Interval, leastInterval, mostInterval)
	}
	timeout, err := time.ParseDuration(string(e.ScrapeTimeout))
	if err != nil || timeout <= 0 || timeout > interval {
		r.add(o, field+".scrapeTimeout", "%q: expected a duration up to the interval", e.ScrapeTimeout)
	}
	if !strings.HasPrefix(e.Path, "/") {
		r.add(o, field+".path", "%q: expected an absolute path", e.Path)
	}
	oneOf(r, o, field+".scheme", e.Scheme, "http")
	if e.TLSConfig != nil || e.Authorization != nil || e.BasicAuth != nil || e.OAuth2 != nil {
		r.add(o, field, "expected no credentials: the mesh encrypts and tells who asks")
	}
	if e.HonorLabels {
		r.add(o, field+".honorLabels", "the app could write under the name of another")
	}
}
