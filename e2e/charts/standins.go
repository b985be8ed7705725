package charts

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

// templates of ours, each folder a chart or, as crds, a part of several.
//
//go:embed all:ack-chart all:argo-cd all:argo-rollouts all:aws-for-fluent-bit all:aws-load-balancer-controller
//go:embed all:cluster-autoscaler all:crds all:external-dns all:ingress-nginx all:kube-prometheus-stack all:linkerd
//go:embed all:linkerd-control-plane all:linkerd-viz all:linkerd2-cni all:objects all:prometheus-node-exporter all:velero
var templates embed.FS

// Paths of the modules that charts or CRDs come from.
const (
	argoRollouts       = "github.com/argoproj/argo-rollouts"
	certManager        = "github.com/cert-manager/cert-manager"
	externalSecrets    = "github.com/external-secrets/external-secrets"
	prometheusOperator = "github.com/prometheus-operator/prometheus-operator"
	trustManager       = "github.com/cert-manager/trust-manager"
	velero             = "github.com/vmware-tanzu/velero"
)

// veleroKinds are the files of those that the tree writes. Velero itself, which has others, does not run here; and whenever a
// kind comes, Argo CD reads the schemas of all again.
var veleroKinds = []string{"config/crd/v1/bases/velero.io_*locations.yaml", "config/crd/v1/bases/velero.io_schedules.yaml"}

// externalSecretsKinds are the files of all but the generators that the tree does not use.
var externalSecretsKinds = []string{
	"config/crds/bases/external-secrets.io_*.yaml",
	"config/crds/bases/generators.external-secrets.io_ecrauthorizationtokens.yaml",
	"config/crds/bases/generators.external-secrets.io_generatorstates.yaml",
	"config/crds/bases/generators.external-secrets.io_passwords.yaml",
}

// definitions is where the template in crds expects CRDs.
const definitions = "definitions"

// Versions of images, the autoscaler's of the minor version that the API servers have.
const (
	clusterAutoscalerVersion = "v1.35.0"
	externalDNSVersion       = "0.21.0"
	ingressNginxVersion      = "1.15.1"
	linkerdVersion           = "edge-26.8.3"
	nodeExporterVersion      = "1.12.1"
	fluentBitVersion         = "3.2.1"
)

// standIn makes a chart from modules. Without a version of its own it installs that of the chart.
type standIn func(Modules) (Source, error)

func standIns(argoCD string) map[string]standIn {
	return map[string]standIn{
		"ack-chart": ackSource,
		"argo-cd":   func(m Modules) (Source, error) { return argoCDSource(m, argoCD) },
		"argo-rollouts": func(m Modules) (Source, error) { // the rights are the tree's own
			return crdsAnd(m, argoRollouts, []string{"manifests/crds/*-crd.yaml"}, "objects", "argo-rollouts")
		},
		"aws-for-fluent-bit": func(Modules) (Source, error) {
			return written(fluentBitVersion, "objects", "aws-for-fluent-bit")
		},
		"aws-load-balancer-controller": func(Modules) (Source, error) {
			return written("", "objects", "aws-load-balancer-controller")
		},
		"cert-manager": func(m Modules) (Source, error) {
			files, err := upstream(m, certManager, "deploy/charts/cert-manager")
			return Source{Files: files}, err
		},
		"cluster-autoscaler": func(Modules) (Source, error) {
			return written(clusterAutoscalerVersion, "cluster-autoscaler")
		},
		"external-dns":     func(Modules) (Source, error) { return written(externalDNSVersion, "objects", "external-dns") },
		"external-secrets": externalSecretsSource,

		"ingress-nginx": func(Modules) (Source, error) { return written(ingressNginxVersion, "objects", "ingress-nginx") },

		"kube-prometheus-stack": func(Modules) (Source, error) { return written("", "objects", "kube-prometheus-stack") },

		"linkerd-control-plane": func(Modules) (Source, error) {
			return written(linkerdVersion, "objects", "linkerd", "linkerd-control-plane")
		},
		"linkerd-crds": linkerdCRDs,
		"linkerd-viz":  func(Modules) (Source, error) { return written(linkerdVersion, "objects", "linkerd", "linkerd-viz") },
		"linkerd2-cni": func(Modules) (Source, error) { return written(linkerdVersion, "objects", "linkerd", "linkerd2-cni") },

		"prometheus-node-exporter": func(Modules) (Source, error) {
			return written(nodeExporterVersion, "objects", "prometheus-node-exporter")
		},
		"prometheus-operator-crds": func(m Modules) (Source, error) {
			return withCRDs(m, prometheusOperator, "example/prometheus-operator-crd/monitoring.coreos.com_*.yaml")
		},
		"trust-manager": func(m Modules) (Source, error) {
			files, err := upstream(m, trustManager, "deploy/charts/trust-manager")
			return Source{Files: files}, err
		},
		"velero": func(m Modules) (Source, error) {
			return crdsAnd(m, velero, veleroKinds, "objects", "velero")
		},
	}
}

// externalSecretsSource is the module's chart. Its CRDs are no part of that until it is released.
func externalSecretsSource(modules Modules) (Source, error) {
	const folder = "deploy/charts/external-secrets"
	files, err := upstream(modules, externalSecrets, folder)
	if err != nil {
		return Source{}, err
	}
	crds, err := withCRDs(modules, externalSecrets, externalSecretsKinds...)
	if err != nil {
		return Source{}, err
	}
	maps.Copy(files, crds.Files)
	version, err := appVersion(modules, externalSecrets, folder)
	return Source{AppVersion: version, Files: files}, err
}

// upstream are the files of a chart in a module, without its tests and its documentation, and without the subcharts that it
// depends on, which are turned off.
func upstream(modules Modules, module, folder string) (map[string][]byte, error) {
	root, err := modules(module)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	chart := os.DirFS(filepath.Join(root, folder))
	for _, pattern := range []string{"values.yaml", "values.schema.json", "templates/*", "files/*/*"} {
		if err := add(files, chart, pattern); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// add copies the files that match. None is fine.
func add(files map[string][]byte, from fs.FS, pattern string) error {
	names, err := fs.Glob(from, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		if info, err := fs.Stat(from, name); err != nil || info.IsDir() {
			if err != nil {
				return err
			}
			continue
		}
		if files[name], err = fs.ReadFile(from, name); err != nil {
			return err
		}
	}
	return nil
}

func appVersion(modules Modules, module, folder string) (string, error) {
	root, err := modules(module)
	if err != nil {
		return "", err
	}
	raw, err := os.ReadFile(filepath.Join(root, folder, "Chart.yaml"))
	if err != nil {
		return "", err
	}
	var chart struct{ AppVersion string }
	return chart.AppVersion, yaml.Unmarshal(raw, &chart)
}

// withCRDs is a chart of the CRDs that match in a module.
func withCRDs(modules Modules, module string, patterns ...string) (Source, error) {
	root, err := modules(module)
	if err != nil {
		return Source{}, err
	}
	files, err := ours("crds")
	if err != nil {
		return Source{}, err
	}
	found := map[string][]byte{}
	for _, pattern := range patterns {
		before := len(found)
		if err := add(found, os.DirFS(root), pattern); err != nil {
			return Source{}, err
		}
		if len(found) == before {
			return Source{}, fmt.Errorf("module %s has no %s", module, pattern)
		}
	}
	for name, crd := range found {
		files[path.Join(definitions, path.Base(name))] = crd
	}
	return Source{Files: files}, nil
}

// crdsAnd is a chart of the CRDs that match in a module, of the module's version, and of folders of ours.
func crdsAnd(modules Modules, module string, patterns []string, folders ...string) (Source, error) {
	source, err := withCRDs(modules, module, patterns...)
	if err != nil {
		return Source{}, err
	}
	files, err := ours(folders...)
	maps.Copy(source.Files, files)
	return source, err
}

// written is a chart of our templates alone.
func written(version string, folders ...string) (Source, error) {
	files, err := ours(folders...)
	return Source{AppVersion: version, Files: files}, err
}

// ours are the files of folders of templates, of which at most one has values.
func ours(folders ...string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, folder := range folders {
		chart, err := fs.Sub(templates, folder)
		if err != nil {
			return nil, err
		}
		for _, pattern := range []string{"values.yaml", "templates/*", "rights/*"} {
			if err := add(files, chart, pattern); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}
