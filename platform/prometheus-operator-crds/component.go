// Package prometheusoperatorcrds installs the kinds by which components and apps say how they are measured. They come before
// everything else: a component with a ServiceMonitor could not be synced without, and what runs Prometheus needs some of these
// components itself.
package prometheusoperatorcrds

import (
	_ "embed"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

// Component is on every cluster.
var Component = component.Component{
	Name:     "prometheus-operator-crds",
	Chart:    chart,
	Installs: component.ClusterScoped("CustomResourceDefinition.apiextensions.k8s.io"),
	For:      parts,
}

// values are those of the chart prometheus-operator-crds 31.0.1 that differ from its own.
type values struct {
	CRDs crds `json:"crds"`
}

// crds stay when they are no longer rendered, since every alert would go with them.
type crds struct {
	Annotations map[string]string `json:"annotations"`
}

func parts(*plan.Cluster) component.Parts {
	return component.Parts{
		Values: values{crds{map[string]string{"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"}}},
	}
}
