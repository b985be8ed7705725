package prometheus_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// labels of a target, as its ServiceMonitor or PodMonitor gives them to its series.
type labels map[string]string

// exporter is a program of the cluster by its file in testdata.
type exporter struct {
	name string
	// honor says whether its monitor lets the program's own namespace and pod stand: else these are exported_namespace and so on.
	honor bool
	labels
}

// exporters are as the components' charts monitor them. The first two, of kube-prometheus-stack 88.5.3, honour labels.
var exporters = []exporter{
	{"kube-state-metrics", true, labels{"namespace": "monitoring", "pod": "kube-state-metrics-1"}},
	{"kubelet", true, labels{"namespace": "kube-system", "service": "kubelet", "node": "ip-10-20-0-1"}},
	{"node-exporter", false, labels{"namespace": "node-exporter", "pod": "node-exporter-1"}},
	{"cluster-autoscaler", false, labels{"namespace": "cluster-autoscaler", "pod": "cluster-autoscaler-1"}},
	{"ingress-nginx", false, labels{"namespace": "ingress-nginx", "service": "ingress-nginx-controller-metrics", "pod": "a"}},
	{"linkerd-proxy", false, labels{"namespace": "production", "pod": "fastapi-hello-5d8c-abcde", "container": "linkerd-proxy"}},
	{"argo-cd", false, labels{"namespace": "argocd", "service": "argo-cd-metrics", "pod": "argo-cd-application-controller-0"}},
	{"argo-rollouts", false, labels{"namespace": "argo-rollouts", "pod": "argo-rollouts-1"}},
	{"aws-for-fluent-bit", false, labels{"namespace": "aws-for-fluent-bit", "pod": "aws-for-fluent-bit-1"}},
}

// serve answers scrapes until the test ends, and returns the address.
func (e exporter) serve(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + e.name + ".prom")
	if err != nil {
		t.Fatal(err)
	}
	var scrapes atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		fmt.Fprint(w, grown(text, float64(scrapes.Add(1))))
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// grown multiplies what only goes up, as if as much had happened between any two scrapes.
func grown(exposition []byte, times float64) string {
	var out strings.Builder
	counts := false
	for lines := bufio.NewScanner(bytes.NewReader(exposition)); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "# TYPE ") {
			counts = !strings.HasSuffix(line, " gauge")
		}
		if at := strings.LastIndexByte(line, ' '); counts && !strings.HasPrefix(line, "#") {
			value, _ := strconv.ParseFloat(line[at+1:], 64) // what is no number, Prometheus refuses
			line = line[:at+1] + strconv.FormatFloat(value*times, 'g', -1, 64)
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}
