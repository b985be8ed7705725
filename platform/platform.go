// Package platform lists the components of the platform. Each stands in a directory of its own here, with all that is
// known about it; a new one is its directory and one line below.
package platform

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/platform/admission"
	argocd "github.com/example/fastapi-gitops/platform/argo-cd"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	clusterautoscaler "github.com/example/fastapi-gitops/platform/cluster-autoscaler"
	externalsecrets "github.com/example/fastapi-gitops/platform/external-secrets"
	prometheusoperatorcrds "github.com/example/fastapi-gitops/platform/prometheus-operator-crds"
	"github.com/example/fastapi-gitops/platform/storage"
)

// Components in the order in which they are installed.
var Components = []component.Component{
	prometheusoperatorcrds.Component,
	storage.Component,
	admission.Component,
	certmanager.Component,
	externalsecrets.Component,
	clusterautoscaler.Component,
	argocd.Component,
}
