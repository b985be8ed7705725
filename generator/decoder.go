package main

import (
	"sync"

	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/manifest"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// decoder knows every kind that is ever rendered.
var decoder = sync.OnceValue(func() manifest.Decoder {
	scheme, err := manifest.NewScheme(argocd.AddToScheme, externalsecrets.AddToScheme)
	utilruntime.Must(err) // the same kinds on every run
	return manifest.Decoder{Scheme: scheme}
})
