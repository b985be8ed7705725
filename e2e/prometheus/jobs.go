package prometheus

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// monitor is what is read of a ServiceMonitor. Any other field is an error, so that none is dropped in silence.
type monitor struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Endpoints []endpoint `json:"endpoints"`
		JobLabel  string     `json:"jobLabel"`
		// PodTargetLabels are labels of pods that their series have.
		PodTargetLabels   []string             `json:"podTargetLabels"`
		SampleLimit       int                  `json:"sampleLimit"`
		Selector          metav1.LabelSelector `json:"selector"`
		NamespaceSelector struct {
			MatchNames []string `json:"matchNames"`
		} `json:"namespaceSelector"`
	} `json:"spec"`
}

type endpoint struct {
	Port              string        `json:"port"`
	Path              string        `json:"path"`
	Scheme            string        `json:"scheme"`
	Interval          string        `json:"interval"`      // Config has another
	ScrapeTimeout     string        `json:"scrapeTimeout"` // as well
	Relabelings       []relabelling `json:"relabelings"`
	MetricRelabelings []relabelling `json:"metricRelabelings"`
}

// relabelling is a RelabelConfig of the operator's, written as Prometheus writes it.
type relabelling struct {
	SourceLabels []string `json:"sourceLabels,omitempty"`
	TargetLabel  string   `json:"targetLabel,omitempty"`
	Regex        string   `json:"regex,omitempty"`
	Replacement  string   `json:"replacement,omitempty"`
	Separator    string   `json:"separator,omitempty"`
	Action       string   `json:"action,omitempty"`
}

type object = map[string]any

// jobs are the scrape configurations of the monitors, one an endpoint.
func jobs(monitors [][]byte, kubeconfig string) ([]object, error) {
	var all []object
	for _, text := range monitors {
		var m monitor
		if err := yaml.UnmarshalStrict(text, &m); err != nil {
			return nil, fmt.Errorf("ServiceMonitor: %w", err)
		}
		for i, e := range m.Spec.Endpoints {
			all = append(all, m.job(i, e, kubeconfig))
		}
	}
	return all, nil
}

// job is what the operator makes of an endpoint (generateServiceMonitorConfig in its pkg/prometheus/promcfg.go).
func (m *monitor) job(number int, e endpoint, kubeconfig string) object {
	namespaces := m.Spec.NamespaceSelector.MatchNames
	if len(namespaces) == 0 {
		namespaces = []string{m.Namespace}
	}
	job := object{
		"job_name": fmt.Sprintf("serviceMonitor/%s/%s/%d", m.Namespace, m.Name, number),
		"kubernetes_sd_configs": []object{{
			"role": "endpointslice", "kubeconfig_file": kubeconfig, "namespaces": object{"names": namespaces},
		}},
		"relabel_configs": written(slices.Concat(m.kept(e), m.labels(e), e.Relabelings)),
	}
	if e.Path != "" {
		job["metrics_path"] = e.Path
	}
	if e.Scheme != "" {
		job["scheme"] = strings.ToLower(e.Scheme)
	}
	if m.Spec.SampleLimit > 0 {
		job["sample_limit"] = m.Spec.SampleLimit
	}
	if len(e.MetricRelabelings) > 0 {
		job["metric_relabel_configs"] = written(e.MetricRelabelings)
	}
	return job
}

// kept are the pods behind the port of the Services that the monitor selects.
func (m *monitor) kept(e endpoint) []relabelling {
	var rules []relabelling
	for _, name := range slices.Sorted(maps.Keys(m.Spec.Selector.MatchLabels)) {
		rules = append(rules, selects(metav1.LabelSelectorRequirement{
			Key: name, Operator: metav1.LabelSelectorOpIn, Values: []string{m.Spec.Selector.MatchLabels[name]},
		}))
	}
	for _, requirement := range m.Spec.Selector.MatchExpressions {
		rules = append(rules, selects(requirement))
	}
	return append(rules,
		relabelling{SourceLabels: []string{"__meta_kubernetes_endpointslice_port_name"}, Regex: regexp.QuoteMeta(e.Port), Action: "keep"},
		relabelling{SourceLabels: []string{"__meta_kubernetes_pod_phase"}, Regex: "(Failed|Succeeded)", Action: "drop"})
}

// selects keeps or drops Services by a label.
func selects(r metav1.LabelSelectorRequirement) relabelling {
	const service = "__meta_kubernetes_service_"
	present, value := service+"labelpresent_"+label(r.Key), service+"label_"+label(r.Key)
	action := map[metav1.LabelSelectorOperator]string{
		metav1.LabelSelectorOpIn: "keep", metav1.LabelSelectorOpNotIn: "drop",
		metav1.LabelSelectorOpExists: "keep", metav1.LabelSelectorOpDoesNotExist: "drop",
	}[r.Operator]
	if len(r.Values) == 0 {
		return relabelling{SourceLabels: []string{present}, Regex: "true", Action: action}
	}
	var values []string
	for _, v := range r.Values {
		values = append(values, regexp.QuoteMeta(v))
	}
	return relabelling{SourceLabels: []string{value}, Regex: "(" + strings.Join(values, "|") + ")", Action: action}
}

// labels are those of the series.
func (m *monitor) labels(e endpoint) []relabelling {
	set := func(target, source string) relabelling {
		return relabelling{SourceLabels: []string{source}, TargetLabel: target, Regex: "(.+)"}
	}
	const meta = "__meta_kubernetes_"
	rules := []relabelling{
		set("namespace", meta+"namespace"), set("service", meta+"service_name"), set("pod", meta+"pod_name"),
		set("container", meta+"pod_container_name"),
	}
	for _, name := range m.Spec.PodTargetLabels {
		rules = append(rules, set(label(name), meta+"pod_label_"+label(name)))
	}
	rules = append(rules, set("job", meta+"service_name"))
	if m.Spec.JobLabel != "" {
		rules = append(rules, set("job", meta+"service_label_"+label(m.Spec.JobLabel)))
	}
	return append(rules, relabelling{TargetLabel: "endpoint", Replacement: e.Port})
}

var invalid = regexp.MustCompile(`[^a-zA-Z0-9_]`)

// label is a label of Kubernetes as Prometheus can write it.
func label(name string) string { return invalid.ReplaceAllLiteralString(name, "_") }

func written(rules []relabelling) []object {
	var all []object
	for _, r := range rules {
		o := object{}
		if len(r.SourceLabels) > 0 {
			o["source_labels"] = r.SourceLabels
		}
		for key, value := range map[string]string{
			"target_label": r.TargetLabel, "regex": r.Regex, "replacement": r.Replacement, "separator": r.Separator,
			"action": strings.ToLower(r.Action),
		} {
			if value != "" {
				o[key] = value
			}
		}
		all = append(all, o)
	}
	return all
}
