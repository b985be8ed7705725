package prometheus_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

// instance is a Prometheus that runs.
type instance struct{ url string }

type object = map[string]any

// start runs Prometheus until the test ends. A value stays visible for two hours, so that the next full hour, at which subqueries
// of an hour look, sees what was just scraped.
func start(t *testing.T) instance {
	t.Helper()
	program, dir := build(t), t.TempDir()
	address := free(t)
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program,
		"--config.file="+configure(t, dir), "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+address, "--query.lookback-delta=2h", "--log.level=warn")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it is to end, however it does
		if text, err := os.ReadFile(log.Name()); err == nil && len(text) > 0 {
			t.Logf("Prometheus: %s", text)
		}
	})
	p := instance{"http://" + address}
	p.wait(t)
	return p
}

func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// wait returns when Prometheus is ready.
func (p instance) wait(t *testing.T) {
	t.Helper()
	err := until(func() error {
		response, err := http.Get(p.url + "/-/ready")
		if err != nil {
			return err
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return errors.New(response.Status)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// until tries again for half a minute, and returns the last error.
func until(try func() error) error {
	deadline := time.Now().Add(30 * time.Second)
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		if err := try(); err == nil || time.Now().After(deadline) {
			return err
		}
		<-tick.C
	}
}

// configure writes what is scraped and recorded.
func configure(t *testing.T, dir string) string {
	t.Helper()
	jobs := []object{serviceJob(serve(t))}
	for _, e := range exporters {
		jobs = append(jobs, object{
			"job_name": e.name, "honor_labels": e.honor,
			"static_configs": []object{{"targets": []string{e.serve(t)}, "labels": e.labels}},
		})
	}
	var rules struct {
		Spec struct {
			Groups []any `json:"groups"`
		} `json:"spec"`
	}
	read(t, files(t, "../../rendered/*/*/apps/production/fastapi-hello/prometheusrule-fastapi-hello.yaml")[0], &rules)
	return write(t, dir, "prometheus.yaml", object{
		"global":         object{"scrape_interval": "500ms", "scrape_timeout": "500ms", "evaluation_interval": "500ms"},
		"rule_files":     []string{write(t, dir, "rules.yaml", rules.Spec)},
		"scrape_configs": jobs,
	})
}

// serviceJob is the service as two pods of two versions.
func serviceJob(address string) object {
	var pods []object
	for _, hash := range []string{"5d8c", "7f9d"} {
		pods = append(pods, object{"targets": []string{address}, "labels": labels{
			"job": "fastapi-hello", "namespace": "production", "service": "fastapi-hello", "endpoint": "http", "container": "fastapi-hello",
			"pod": "fastapi-hello-" + hash + "-abcde", "rollouts_pod_template_hash": hash,
		}})
	}
	return object{"job_name": "serviceMonitor/production/fastapi-hello/0", "static_configs": pods}
}

func write(t *testing.T, dir, name string, content any) string {
	t.Helper()
	text, err := yaml.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// answer is what /api/v1/query gives (https://prometheus.io/docs/prometheus/latest/querying/api/).
type answer struct {
	Status, Error string
	Warnings      []string
	Data          struct {
		ResultType string
		Result     []struct {
			Metric map[string]string
			Value  [2]any
		}
	}
}

// evaluate asks for an expression at the next full hour, and returns the labels of the series that have a number.
func (p instance) evaluate(expr string) ([]map[string]string, error) {
	hour := time.Now().Truncate(time.Hour).Add(time.Hour).Unix()
	response, err := http.PostForm(p.url+"/api/v1/query", url.Values{"query": {expr}, "time": {strconv.FormatInt(hour, 10)}})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		return nil, err
	}
	if a.Status != "success" || len(a.Warnings) > 0 {
		return nil, fmt.Errorf("%s %s", a.Error, a.Warnings)
	}
	var series []map[string]string
	for _, r := range a.Data.Result {
		text, _ := r.Value[1].(string) // another type is no number either
		if value, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(value) {
			series = append(series, r.Metric)
		}
	}
	return series, nil
}
