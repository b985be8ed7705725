package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/grafana"
	corev1 "k8s.io/api/core/v1"
)

// Label and annotation by which Grafana's sidecar finds a dashboard and its folder (grafana.sidecar.dashboards in the values of
// kube-prometheus-stack 88.5.3).
const (
	dashboardLabel  = "grafana_dashboard"
	dashboardFolder = "grafana_folder"
)

// largest is what the data of a ConfigMap may be, in bytes (https://kubernetes.io/docs/concepts/configuration/configmap/).
const largest = 1 << 20

// dashboards: Grafana shows each ConfigMap that has the label, every panel asks what Prometheus can read, and none takes the
// place of another. What panels ask for is there, tools/prometheus asks a real Prometheus.
func dashboards(c *cluster, r *report) {
	shown := map[string]string{} // uid, and the path of the object
	for _, o := range c.objects {
		m, ok := o.Object.(*corev1.ConfigMap)
		if !ok {
			continue
		}
		if value, labelled := m.Labels[dashboardLabel]; labelled {
			if value != "1" {
				r.add(o, key("metadata.labels", dashboardLabel), `%q: the sidecar looks for "1"`, value)
			}
			o.dashboards(m, shown, r)
		}
	}
}

func (o *object) dashboards(m *corev1.ConfigMap, shown map[string]string, r *report) {
	if m.Annotations[dashboardFolder] == "" {
		r.add(o, key("metadata.annotations", dashboardFolder), "missing: dashboards of every origin are in one list else")
	}
	if len(m.Data) == 0 {
		r.add(o, "data", "no dashboard")
	}
	bytes := 0
	for _, file := range slices.Sorted(maps.Keys(m.Data)) {
		text := m.Data[file]
		bytes += len(text)
		o.dashboard(file, text, shown, r)
	}
	if bytes > largest {
		r.add(o, "data", "%d bytes: the API server takes %d", bytes, largest)
	}
}

func (o *object) dashboard(file, text string, shown map[string]string, r *report) {
	field := key("data", file)
	if !strings.HasSuffix(file, ".json") {
		r.add(o, field, "Grafana reads files that end in .json")
	}
	d, err := grafana.Decode(text)
	if err != nil {
		r.add(o, field, "no dashboard as generator/grafana has them: %v", err)
		return
	}
	for _, fault := range grafana.Check(d) {
		r.add(o, field, "%s", fault)
	}
	if other, taken := shown[d.UID]; taken {
		r.add(o, field, "uid %q: %s has it too, and Grafana shows one of them", d.UID, other)
	}
	shown[d.UID] = o.Path
}
