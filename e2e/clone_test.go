package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/example/fastapi-gitops/e2e/internet/aws"
	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/programs"
	"sigs.k8s.io/yaml"
)

// person gives somebody a machine: the tools, an account at AWS as environment variables say, and a clone.
func (w *world) person(ctx context.Context) (*person, error) {
	home := filepath.Join(w.dir, "home")
	bin := filepath.Join(home, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for name, path := range map[string]string{"aws": self, "eksctl": self, "helm": installed["helm"], "kubectl": installed["kubectl"]} {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			return nil, err
		}
	}
	log, err := w.log("person")
	if err != nil {
		return nil, err
	}
	env, err := w.environment(ctx, home, bin)
	if err != nil {
		return nil, err
	}
	p := &person{clone: home, env: env, log: log}
	at := url.URL{Scheme: "https", User: url.UserPassword(personAccount.Username, personAccount.Password), Host: "github.com", Path: "/" + repository}
	if _, err := p.types(ctx, "git clone --quiet "+at.String()+" clone"); err != nil {
		return nil, err
	}
	p.clone = filepath.Join(home, "clone")
	return p, nil
}

// environment is a person's. Go has the modules that are there already, and with -trimpath what it compiled in other folders.
func (w *world) environment(ctx context.Context, home, bin string) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "-json", "GOPATH", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	env := map[string]string{}
	if err := json.Unmarshal(out, &env); err != nil {
		return nil, err
	}
	kubeconfig, err := w.cluster.Kubeconfig("https://"+network.EKSName, "admin", "system:masters")
	if err != nil {
		return nil, err
	}
	cloud, err := w.cloud()
	if err != nil {
		return nil, err
	}
	for name, content := range map[string][]byte{"admin.yaml": kubeconfig, "cloud.json": cloud} {
		if err := os.WriteFile(filepath.Join(w.dir, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	for name, value := range map[string]string{
		"HOME": home, "PATH": bin + ":" + os.Getenv("PATH"), "TERM": "dumb", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-trimpath",
		"KUBECONFIG":      filepath.Join(home, "kubeconfig"),
		"GIT_AUTHOR_NAME": "person", "GIT_AUTHOR_EMAIL": "person@example.com",
		"GIT_COMMITTER_NAME": "person", "GIT_COMMITTER_EMAIL": "person@example.com",
		programs.Cloud: filepath.Join(w.dir, "cloud.json"), programs.Calls: filepath.Join(w.dir, "calls"),
		programs.Secrets: w.people.URL, programs.Admin: filepath.Join(w.dir, "admin.yaml"),
		programs.ClusterARN:      "arn:aws:eks:" + region + ":" + account + ":cluster/" + clusterName,
		programs.ClusterEndpoint: "https://" + network.EKSName,
	} {
		env[name] = value
	}
	var list []string
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	return list, nil
}

// cloud is the account before anything is made in it. CloudFormation will say what the stack's template puts out: keys and a zone.
func (w *world) cloud() ([]byte, error) {
	data, err := os.ReadFile(accountFile)
	if err != nil {
		return nil, err
	}
	var template struct {
		Outputs map[string]struct{ Description string }
	}
	if err := yaml.Unmarshal(data, &template); err != nil {
		return nil, err
	}
	var outputs []map[string]string
	for name, output := range template.Outputs {
		value := "arn:aws:kms:" + region + ":" + account + ":key/1234abcd-12ab-34cd-56ef-1234567890ab"
		switch name {
		case "Zone":
			value = w.zone
		case "ZoneNameServers":
			value = strings.Join(aws.NameServers, ", ")
		}
		outputs = append(outputs, map[string]string{"OutputKey": name, "Description": output.Description, "OutputValue": value})
	}
	return json.Marshal(map[string]any{"Outputs": map[string]any{fleet + "-account": outputs}})
}

// figures adds what the run took to the report.
func (w *world) figures() {
	head := []string{"process", "MiB now", "MiB at most", "CPU seconds"}
	row := func(name string, rss, peak int64, cpu float64) {
		record.Row("Processes", head, name, rss>>20, peak>>20, fmt.Sprintf("%.1f", cpu))
	}
	for _, c := range w.clusters() {
		for name, u := range c.Usage() {
			row(c.Config.Name+": "+name, u.RSS, u.Peak, u.CPU.Seconds())
		}
	}
	if w.kubelet != nil {
		for _, p := range w.kubelet.Processes() {
			u := p.Usage()
			row(strings.Join([]string{p.Namespace, p.Pod}, "/"), u.RSS, u.Peak, u.CPU.Seconds())
		}
	}
}
