// Package linkerdcrds installs the kinds of Linkerd's policies. They come before the control plane, which watches them.
package linkerdcrds

import (
	_ "embed"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

//go:embed Chart.yaml
var chart []byte

// Component is on every cluster. Its chart has copies of the Gateway API's kinds, old ones that the API server would refuse
// beside those of gateway-api; it leaves them out unless asked.
var Component = component.Component{
	Name:     "linkerd-crds",
	Chart:    chart,
	Keeps:    true,
	Installs: component.ClusterScoped("CustomResourceDefinition.apiextensions.k8s.io"),
	For:      parts,
}

// values are those of the chart linkerd-crds 2026.8.3. It is stated since an upgrade of the chart must not bring them back.
type values struct {
	InstallGatewayAPI bool `json:"installGatewayAPI"`
}

func parts(*plan.Cluster) component.Parts {
	return component.Parts{Values: values{InstallGatewayAPI: false}}
}
