// Package e2e proves that the committed tree works: on a real API server, synced by a real Argo CD, from the README's first
// command on. See README.md beside this file.
package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/programs"
	"github.com/example/fastapi-gitops/e2e/report"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// argoCD is the version that runs: the one nearest to the tree's that builds from modules, or the one whose types the generator
// writes.
var argoCD = flag.String("argocd", "v3", "major version of Argo CD: v3, or v2 (whose types the generator writes)")

// hold leaves everything running after a failure, for a look around: kubectl and argocd enter by nsenter(1) at one of the processes.
var hold = flag.Bool("hold", false, "after a failure, wait for an interrupt before everything ends")

// patience is for a machine that others use too.
var patience = flag.Float64("patience", 1, "how many times as long as on an idle machine a step may take")

// reportFile is where the report goes.
var reportFile = flag.String("report", "report.md", "file that the report is written to")

// record is of the whole run.
var record = &report.Report{Out: os.Stdout}

func TestMain(m *testing.M) {
	programs.Run()
	kubelet.Stage()
	flag.Parse()
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(sandbox.Enter(func() int {
		began := time.Now()
		code := m.Run()
		return conclude(code, time.Since(began))
	}))
}

// installed are the programs of tools by their names.
var installed tools.Programs

// python is the interpreter that has what the service needs.
var python string

// handedPython is the environment variable by which python comes into the sandbox.
const handedPython = "E2E_PYTHON"

// prepare builds and installs what is missing, for which it needs the network that the sandbox has not.
func prepare() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if installed, err = tools.Handed(ctx, needed()...); err != nil {
		return err
	}
	if python = os.Getenv(handedPython); python != "" {
		return nil
	}
	generator := exec.CommandContext(ctx, "go", "build", flagsOfPeople, "-o", os.DevNull, "./generator") // which people build from their clone
	generator.Dir, generator.Stderr = "..", os.Stderr
	if err := generator.Run(); err != nil {
		return fmt.Errorf("generator: %w", err)
	}
	which := exec.CommandContext(ctx, "../service/python.sh", "-c", "import sys; print(sys.executable)")
	which.Stderr = os.Stderr
	out, err := which.Output()
	if err != nil {
		return fmt.Errorf("python of the service: %w", err)
	}
	python = strings.TrimSpace(string(out))
	return os.Setenv(handedPython, python)
}

func needed() []tools.Name {
	argo := tools.ArgoCD
	if *argoCD == "v2" {
		argo = tools.ArgoCDv2
	}
	return []tools.Name{
		tools.Etcd, tools.Kubernetes, tools.Kwok, tools.Helm, tools.Kustomize, tools.Pebble, argo,
		tools.CertManager, tools.TrustManager, tools.ExternalSecrets, tools.ArgoRollouts, tools.GatewayPlugin, tools.Prometheus, tools.Operator,
	}
}

// conclude writes the report.
func conclude(code int, took time.Duration) int {
	file, err := os.Create(*reportFile)
	if err == nil {
		defer file.Close()
		err = record.Markdown(file, "The committed tree on real control planes", took)
	}
	if err == nil {
		err = record.Table(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		return 1
	}
	return code
}
