package main

import (
	"sync"

	certmanager "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	generators "github.com/example/fastapi-gitops/generator/api/externalsecrets/generators/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/manifest"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// decoder knows every kind that is ever rendered.
var decoder = sync.OnceValue(func() manifest.Decoder {
	scheme, err := manifest.NewScheme(argocd.AddToScheme, certmanager.AddToScheme, externalsecrets.AddToScheme, generators.AddToScheme)
	utilruntime.Must(err) // the same kinds on every run
	return manifest.Decoder{Scheme: scheme}
})
