package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// counterNames are those of Argo CD's own counters that are recorded, with a part of their labels
// (https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/).
var counterNames = []struct{ name, metric, label string }{
	{"comparisons", "argocd_app_reconcile_count", ""},
	{"syncs", "argocd_app_sync_total", ""},
	{"git ls-remote", "argocd_git_request_total", `"ls-remote"`},
	{"git fetch", "argocd_git_request_total", `"fetch"`},
	{"manifests asked for", "grpc_server_handled_total", `"GenerateManifest"`},
	{"paths compared", "grpc_server_handled_total", `"UpdateRevisionForPaths"`},
	{"cache requests of the repo server", "argocd_redis_request_total", ""},
}

// metricsPorts are those of Argo CD's parts that have such counters.
var metricsPorts = map[string]int{"argocd-application-controller": 8082, "argocd-repo-server": 8084}

// counters are all of them, by name.
func (f *joinedFleet) counters(ctx context.Context) (map[string]float64, error) {
	all := map[string]float64{}
	for _, p := range f.world.kubelet.Processes() {
		for prefix, port := range metricsPorts {
			if p.Namespace != argocd.Namespace || !strings.HasPrefix(p.Pod, prefix) {
				continue
			}
			if err := scrape(ctx, fmt.Sprintf("http://%s:%d/metrics", p.IP, port), prefix, all); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// scrape adds the counters of a process, as Prometheus' text format has them.
func scrape(ctx context.Context, url, part string, all map[string]float64) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(io.LimitReader(answer.Body, 1<<26))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		for _, c := range counterNames {
			if !strings.HasPrefix(lines.Text(), c.metric) || !strings.Contains(lines.Text(), c.label) {
				continue
			}
			if c.metric == "argocd_redis_request_total" && part != "argocd-repo-server" {
				continue
			}
			value, err := strconv.ParseFloat(lines.Text()[strings.LastIndexByte(lines.Text(), ' ')+1:], 64)
			if err != nil {
				return fmt.Errorf("%s: %w", lines.Text(), err)
			}
			all[c.name] += value
		}
	}
	return lines.Err()
}
