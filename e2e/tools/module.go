package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
)

// Module returns the directory of a module in the module cache, as one of the tools' modules pins it, and downloads it
// when it is missing. Its base name ends in the version, as cert-manager@v1.21.1. The CRDs of the charts are there.
func Module(ctx context.Context, path string) (string, error) {
	pinned, found := pins()[path]
	if !found {
		return "", fmt.Errorf("module %s: no tool pins it", path)
	}
	root, err := directory(ctx)
	if err != nil {
		return "", err
	}
	return moduleDir(ctx, filepath.Join(root, pinned), path)
}

// moduleDir returns the directory of the module as the one in dir requires it.
func moduleDir(ctx context.Context, dir, path string) (string, error) {
	out, err := goCommand(ctx, dir, "mod", "download", "-json", path)
	if err != nil {
		return "", err
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", fmt.Errorf("module %s: %w", path, err)
	}
	return module.Dir, nil
}

// Download has the module cache hold whatever Module returns, for when there is no network.
func Download(ctx context.Context) error {
	for path := range pins() {
		if _, err := Module(ctx, path); err != nil {
			return err
		}
	}
	return nil
}

// pins maps the path of a module to the folder whose go.mod has its version.
func pins() map[string]string {
	return map[string]string{
		"github.com/argoproj/argo-cd/v2":                     "argocd-v2",
		"github.com/argoproj/argo-cd/v3":                     "argocd",
		"github.com/argoproj/argo-rollouts":                  "argo-rollouts",
		"github.com/cert-manager/cert-manager":               "cert-manager",
		"github.com/cert-manager/trust-manager":              "trust-manager",
		"github.com/external-secrets/external-secrets":       "external-secrets",
		"github.com/prometheus-operator/prometheus-operator": "prometheus-operator",
		"github.com/vmware-tanzu/velero":                     "velero",
		"sigs.k8s.io/gateway-api":                            "gateway-api",
	}
}
