package e2e

import (
	"testing"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// recovery is the cluster made again after its loss.
func recovery(t *testing.T, w *world, someone *person, apps *argocd.Applications) {}
