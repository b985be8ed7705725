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

	"github.com/example/fastapi-gitops/e2e/network"
	"github.com/example/fastapi-gitops/e2e/programs"
)

// person gives somebody a machine: the tools, an account at AWS as environment variables say, and a clone, in a home of that name.
func (w *world) person(ctx context.Context, name string) (*person, error) {
	home := filepath.Join(w.dir, name)
	bin := filepath.Join(home, "bin")
	for _, dir := range []string{bin, filepath.Join(home, "tmp")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for name, path := range map[string]string{
		"aws": self, "eksctl": self, "argocd": installed["argocd"], "helm": installed["helm"], "kubectl": installed["kubectl"],
	} {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			return nil, err
		}
	}
	log, err := w.log("person-" + name)
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

// flagsOfPeople are GOFLAGS by which Go takes what it compiled in other folders.
const flagsOfPeople = "-trimpath"

// environment is a person's. Go has the modules that are there already.
func (w *world) environment(ctx context.Context, home, bin string) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "-json", "GOPATH", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	env := map[string]string{}
	if err := json.Unmarshal(out, &env); err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"HOME": home, "TMPDIR": filepath.Join(home, "tmp"), "PATH": bin + ":" + os.Getenv("PATH"), "TERM": "dumb", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": flagsOfPeople,
		"KUBECONFIG":      filepath.Join(home, "kubeconfig"),
		"GIT_AUTHOR_NAME": "person", "GIT_AUTHOR_EMAIL": "person@example.com",
		"GIT_COMMITTER_NAME": "person", "GIT_COMMITTER_EMAIL": "person@example.com",
		programs.Cloud: w.cloudFile(), programs.Calls: filepath.Join(w.dir, "calls"),
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

// figures adds what the run took to the report.
func (w *world) figures() {
	head := []string{"process", "MiB now", "MiB at most", "CPU seconds"}
	row := func(name string, rss, peak int64, cpu float64) {
		record.Row("Processes", head, name, rss>>20, peak>>20, fmt.Sprintf("%.1f", cpu))
	}
	for _, c := range w.controlPlanes() {
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
