// Package envoygatewaycrds installs the kinds of Envoy Gateway's policies. The chart of the controller would bring them together
// with those of the Gateway API, of the experimental channel, which gateway-api owns.
package envoygatewaycrds

import (
	_ "embed"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

// Component is on every cluster of a fleet that people come into by the Gateway API.
var Component = component.Component{
	Name:     "envoy-gateway-crds",
	Chart:    chart,
	Keeps:    true,
	Apps:     true,
	On:       (*plan.Fleet).ByGateway,
	Installs: component.ClusterScoped("CustomResourceDefinition.apiextensions.k8s.io"),
	For:      parts,
}

// values are those of the chart gateway-crds-helm v1.8.3.
type values struct {
	CRDs crds `json:"crds"`
}

type crds struct {
	GatewayAPI   enabled `json:"gatewayAPI"`
	EnvoyGateway enabled `json:"envoyGateway"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

func parts(*plan.Cluster) component.Parts {
	return component.Parts{Values: values{crds{EnvoyGateway: enabled{true}}}}
}
