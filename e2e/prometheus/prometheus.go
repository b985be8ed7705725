// Package prometheus runs a real Prometheus that scrapes what ServiceMonitors say and judges by the rules of PrometheusRules, as
// those that the Prometheus operator sets up, whose pods nobody runs.
package prometheus

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/example/fastapi-gitops/e2e/process"
)

// Config says what is scraped and where that can be asked for.
type Config struct {
	// Program is the path of Prometheus.
	Program string
	// Dir gets the configuration, the data and the log.
	Dir string
	// Kubeconfig is of a user who may list what the targets are found by.
	Kubeconfig []byte
	// Monitors are ServiceMonitors in YAML.
	Monitors [][]byte
	// Rules are PrometheusRules in YAML. One that Prometheus does not understand is an error.
	Rules [][]byte
	// Interval of all scrapes, in place of that of each monitor: a proof does not wait for the 30 s that are right for a cluster.
	Interval time.Duration
	// Listen is the address that answers queries.
	Listen netip.AddrPort
}

// Start starts Prometheus, which ends with ctx, and returns when it answers.
func Start(ctx context.Context, config Config) (*process.Process, error) {
	if err := os.MkdirAll(config.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("prometheus: %w", err)
	}
	path, err := config.write()
	if err != nil {
		return nil, fmt.Errorf("prometheus: %w", err)
	}
	p, err := process.Start(ctx, process.Command{
		Name: "prometheus", Path: config.Program, Env: []string{}, Dir: config.Dir, Log: filepath.Join(config.Dir, "prometheus.log"),
		Args: []string{"--config.file=" + path, "--storage.tsdb.path=" + filepath.Join(config.Dir, "data"),
			"--web.listen-address=" + config.Listen.String(), "--log.level=warn"},
	})
	if err != nil {
		return nil, err
	}
	err = p.WaitReady(ctx, func(ctx context.Context) error { return ready(ctx, config.Listen) })
	if err != nil {
		p.Stop()
		return nil, err
	}
	return p, nil
}

func ready(ctx context.Context, at netip.AddrPort) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+at.String()+"/-/ready", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", request.URL, response.Status)
	}
	return nil
}

// write makes the files that Prometheus reads, and returns the path of its configuration.
func (c Config) write() (string, error) {
	kubeconfig := filepath.Join(c.Dir, "kubeconfig")
	jobs, err := jobs(c.Monitors, kubeconfig)
	if err != nil {
		return "", err
	}
	if err := c.writeRules(); err != nil {
		return "", err
	}
	interval := strconv.FormatInt(c.Interval.Milliseconds(), 10) + "ms"
	text, err := yaml.Marshal(map[string]any{
		"global":         map[string]string{"scrape_interval": interval, "scrape_timeout": interval, "evaluation_interval": evaluation},
		"scrape_configs": jobs, "rule_files": []string{filepath.Join(c.Dir, rulesPattern)},
	})
	if err != nil {
		return "", err
	}
	path := filepath.Join(c.Dir, "prometheus.yaml")
	if err := os.WriteFile(kubeconfig, c.Kubeconfig, 0o600); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, text, 0o600)
}

// evaluation is how often rules are judged that say nothing of it.
const evaluation = "15s"

// rulesPattern is that of the files with rules.
const rulesPattern = "rules-*.yaml"

func (c Config) writeRules() error {
	for i, text := range c.Rules {
		var rule struct {
			Spec struct {
				Groups []map[string]any `json:"groups"`
			} `json:"spec"`
		}
		if err := yaml.Unmarshal(text, &rule); err != nil {
			return fmt.Errorf("PrometheusRule: %w", err)
		}
		groups, err := yaml.Marshal(map[string]any{"groups": rule.Spec.Groups})
		if err != nil {
			return err
		}
		name := strings.Replace(rulesPattern, "*", strconv.Itoa(i), 1)
		if err := os.WriteFile(filepath.Join(c.Dir, name), groups, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Objects are what leads to the address by the name of a Service: its namespace, and the Service with one address instead of pods.
func Objects(namespace, name string, at netip.AddrPort) []string {
	port := strconv.Itoa(int(at.Port()))
	return []string{
		`{apiVersion: v1, kind: Namespace, metadata: {name: ` + namespace + `}}`,
		`{apiVersion: v1, kind: Service, metadata: {name: ` + name + `, namespace: ` + namespace + `},
			spec: {ports: [{name: http-web, port: 9090, targetPort: ` + port + `}]}}`,
		Endpoint(namespace, name, at),
	}
}

// Endpoint gives the Service the address, beside those of its pods.
func Endpoint(namespace, name string, at netip.AddrPort) string {
	return `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4,
		metadata: {name: ` + name + `, namespace: ` + namespace + `, labels: {kubernetes.io/service-name: ` + name + `}},
		endpoints: [{addresses: [` + at.Addr().String() + `]}], ports: [{name: http-web, port: ` + strconv.Itoa(int(at.Port())) + `}]}`
}
