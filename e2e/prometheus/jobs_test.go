package prometheus

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

func TestJobs(t *testing.T) {
	const monitor = `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: shop, namespace: production}
spec:
  jobLabel: app.kubernetes.io/name
  podTargetLabels: [rollouts-pod-template-hash]
  sampleLimit: 5000
  selector:
    matchLabels: {app.kubernetes.io/name: shop}
    matchExpressions: [{key: track, operator: DoesNotExist}]
  endpoints: [{port: http, path: /metrics, interval: 30s, scrapeTimeout: 10s}]
`
	const want = `
- job_name: serviceMonitor/production/shop/0
  kubernetes_sd_configs: [{role: endpointslice, kubeconfig_file: /kubeconfig, namespaces: {names: [production]}}]
  metrics_path: /metrics
  sample_limit: 5000
  relabel_configs:
  - {source_labels: [__meta_kubernetes_service_label_app_kubernetes_io_name], regex: (shop), action: keep}
  - {source_labels: [__meta_kubernetes_service_labelpresent_track], regex: "true", action: drop}
  - {source_labels: [__meta_kubernetes_endpointslice_port_name], regex: http, action: keep}
  - {source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded), action: drop}
  - {source_labels: [__meta_kubernetes_namespace], regex: (.+), target_label: namespace}
  - {source_labels: [__meta_kubernetes_service_name], regex: (.+), target_label: service}
  - {source_labels: [__meta_kubernetes_pod_name], regex: (.+), target_label: pod}
  - {source_labels: [__meta_kubernetes_pod_container_name], regex: (.+), target_label: container}
  - source_labels: [__meta_kubernetes_pod_label_rollouts_pod_template_hash]
    regex: (.+)
    target_label: rollouts_pod_template_hash
  - {source_labels: [__meta_kubernetes_service_name], regex: (.+), target_label: job}
  - {source_labels: [__meta_kubernetes_service_label_app_kubernetes_io_name], regex: (.+), target_label: job}
  - {target_label: endpoint, replacement: http}
`
	made, err := jobs([][]byte{[]byte(monitor)}, "/kubeconfig")
	if err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	var got, wanted any
	if err := yaml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("jobs (-want +got):\n%s", diff)
	}
	unknown := strings.Replace(monitor, "sampleLimit", "labelLimit", 1)
	if _, err := jobs([][]byte{[]byte(unknown)}, ""); err == nil || !strings.Contains(err.Error(), "labelLimit") {
		t.Errorf("a field that is not read: %v", err)
	}
}
