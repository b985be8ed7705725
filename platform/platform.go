// Package platform lists the components of the platform. Each stands in a directory of its own here, with all that is
// known about it; a new one is its directory and one line below.
package platform

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/platform/ack"
	"github.com/example/fastapi-gitops/platform/admission"
	argocd "github.com/example/fastapi-gitops/platform/argo-cd"
	argorollouts "github.com/example/fastapi-gitops/platform/argo-rollouts"
	awsforfluentbit "github.com/example/fastapi-gitops/platform/aws-for-fluent-bit"
	awsloadbalancercontroller "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	clusterautoscaler "github.com/example/fastapi-gitops/platform/cluster-autoscaler"
	"github.com/example/fastapi-gitops/platform/dashboards"
	envoygateway "github.com/example/fastapi-gitops/platform/envoy-gateway"
	envoygatewaycrds "github.com/example/fastapi-gitops/platform/envoy-gateway-crds"
	externaldns "github.com/example/fastapi-gitops/platform/external-dns"
	externalsecrets "github.com/example/fastapi-gitops/platform/external-secrets"
	gatewayapi "github.com/example/fastapi-gitops/platform/gateway-api"
	ingressnginx "github.com/example/fastapi-gitops/platform/ingress-nginx"
	kubeprometheusstack "github.com/example/fastapi-gitops/platform/kube-prometheus-stack"
	"github.com/example/fastapi-gitops/platform/linkerd"
	linkerdcni "github.com/example/fastapi-gitops/platform/linkerd-cni"
	linkerdcrds "github.com/example/fastapi-gitops/platform/linkerd-crds"
	linkerdviz "github.com/example/fastapi-gitops/platform/linkerd-viz"
	nodeexporter "github.com/example/fastapi-gitops/platform/node-exporter"
	prometheusoperatorcrds "github.com/example/fastapi-gitops/platform/prometheus-operator-crds"
	"github.com/example/fastapi-gitops/platform/storage"
	trustmanager "github.com/example/fastapi-gitops/platform/trust-manager"
	"github.com/example/fastapi-gitops/platform/velero"
)

// Components in the order in which they are installed.
var Components = []component.Component{
	prometheusoperatorcrds.Component,
	gatewayapi.Component,
	envoygatewaycrds.Component,
	storage.Component,
	admission.Component,
	ack.Component,
	certmanager.Component,
	trustmanager.Component,
	linkerdcrds.Component,
	linkerdcni.Component,
	linkerd.Component,
	linkerdviz.Component,
	externalsecrets.Component,
	awsforfluentbit.Component,
	velero.Component,
	nodeexporter.Component,
	kubeprometheusstack.Component,
	clusterautoscaler.Component,
	awsloadbalancercontroller.Component,
	ingressnginx.Component,
	envoygateway.Component,
	externaldns.Component,
	argorollouts.Component,
	argocd.Component,
	dashboards.Component,
}
