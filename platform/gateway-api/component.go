// Package gatewayapi installs the kinds of the Gateway API, its standard channel. Linkerd's routes are of these kinds, and it
// has one owner for them: the charts that would bring their own copies are told not to.
package gatewayapi

import (
	_ "embed"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

// Linkerd edge-26.8.3 is built with the bindings of v1.5.1 and ignores a route with any field that is newer, so the version
// follows Linkerd's. From v1.5 the directory has a policy by which the API server refuses an older version of these kinds
// (https://gateway-api.sigs.k8s.io/guides/crd-management/).
//
//go:embed kustomization.yaml
var kustomization []byte

// Component is on every cluster.
var Component = component.Component{
	Name:          "gateway-api",
	Kustomization: kustomization,
	Keeps:         true,
	Installs: component.ClusterScoped("CustomResourceDefinition.apiextensions.k8s.io",
		"ValidatingAdmissionPolicy.admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io"),
	For: func(*plan.Cluster) component.Parts { return component.Parts{} },
}
