// Package tools builds the programs that the proof runs, each from a small module of its own beside this file, so that
// the replace lines of one do not leak into another. What is built is kept in the user's cache directory, by content.
package tools

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Name is a tool: the folder of a module.
type Name string

// The tools, and why they are the versions in their go.mod where that is not the one that the tree installs.
const (
	Etcd       Name = "etcd"
	Kubernetes Name = "kubernetes"
	Kwok       Name = "kwok"
	Helm       Name = "../../tools/helm" // by which the platform's charts are judged as well
	Kustomize  Name = "kustomize"        // which Argo CD runs, as it does Helm

	ArgoCD   Name = "argocd"    // 3.2.12 does not compile as published, 3.3 to 3.5 replace a module by a path, 3.6 needs a newer Go
	ArgoCDv2 Name = "argocd-v2" // whose types the generator writes

	CertManager     Name = "cert-manager"
	ExternalSecrets Name = "external-secrets" // the last version that is one module
	TrustManager    Name = "trust-manager"

	ArgoRollouts  Name = "argo-rollouts"
	GatewayPlugin Name = "gateway-plugin" // ours: no module proxy has what Argo Rollouts routes traffic with
	Prometheus    Name = "prometheus"
	Operator      Name = "prometheus-operator"

	Pebble Name = "pebble"
)

// All returns every tool that Ensure can build, those first that a control plane needs.
func All() []Name {
	return []Name{Etcd, Kubernetes, Kwok, Helm, Kustomize, ArgoCD, ArgoCDv2,
		CertManager, ExternalSecrets, TrustManager, ArgoRollouts, GatewayPlugin, Prometheus, Operator, Pebble}
}

// String is the name of the tool without the path to it.
func (n Name) String() string { return filepath.Base(string(n)) }

// Programs maps the name of a program, as "kube-apiserver", to the path of its binary.
type Programs map[string]string

// Ensure builds what is missing and returns the programs of the tools. It needs the network for modules that are not in
// the module cache yet, so call it before the network is gone. The working directory must be inside the module e2e. One
// call cannot have both Argo CDs, since their programs have the same names.
func Ensure(ctx context.Context, names ...Name) (Programs, error) {
	root, err := directory(ctx)
	if err != nil {
		return nil, err
	}
	cache, err := userCache()
	if err != nil {
		return nil, err
	}
	programs := Programs{}
	for _, name := range names {
		recipe := recipeOf(name)
		dir, err := cache.ensure(ctx, filepath.Join(root, string(name)), recipe)
		if err != nil {
			return nil, fmt.Errorf("tool %s: %w", name, err)
		}
		for _, program := range recipe.programs {
			if programs[program] != "" {
				return nil, fmt.Errorf("tool %s: %s has a program %s as well", name, programs[program], program)
			}
			programs[program] = filepath.Join(dir, program)
		}
	}
	return programs, nil
}

// directory is the folder of this package, that the modules are in.
func directory(ctx context.Context) (string, error) {
	mod, err := goCommand(ctx, ".", "env", "GOMOD")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(filepath.Dir(strings.TrimSpace(string(mod))), "tools")
	if _, err := os.Stat(filepath.Join(dir, string(Etcd), "go.mod")); err != nil {
		return "", fmt.Errorf("the working directory is outside of the module e2e: %w", err)
	}
	return dir, nil
}
