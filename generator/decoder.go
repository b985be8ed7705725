package main

import (
	"sync"

	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	certmanager "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	envoygateway "github.com/example/fastapi-gitops/generator/api/envoygateway/v1alpha1"
	generators "github.com/example/fastapi-gitops/generator/api/externalsecrets/generators/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	gatewayapi "github.com/example/fastapi-gitops/generator/api/gatewayapi/v1"
	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	trust "github.com/example/fastapi-gitops/generator/api/trust/v1alpha1"
	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/manifest"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// decoder knows every kind that is ever rendered.
var decoder = sync.OnceValue(func() manifest.Decoder {
	scheme, err := manifest.NewScheme(argocd.AddToScheme, certmanager.AddToScheme, externalsecrets.AddToScheme, generators.AddToScheme,
		linkerd.AddToScheme, servers.AddToScheme, trust.AddToScheme, rollouts.AddToScheme, envoygateway.AddToScheme, gatewayapi.AddToScheme,
		addGatewayAPI, cloudwatchlogs.AddToScheme, ecr.AddToScheme, route53.AddToScheme, s3.AddToScheme, secretsmanager.AddToScheme)
	utilruntime.Must(err) // the same kinds on every run
	return manifest.Decoder{Scheme: scheme}
})

// addGatewayAPI registers the kinds of the Gateway API that the mesh reads, and those by which people come in.
func addGatewayAPI(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(gatewayv1.SchemeGroupVersion, &gatewayv1.HTTPRoute{}, &gatewayv1.GRPCRoute{},
		&gatewayv1.Gateway{}, &gatewayv1.GatewayClass{})
	return nil
}
