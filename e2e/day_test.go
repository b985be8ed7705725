package e2e

import (
	"testing"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// day is what people do with a tree that is up.
func day(t *testing.T, w *world, someone *person, apps *argocd.Applications) {}
