package e2e

import (
	"testing"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// faults are programs, disks and networks that fail while people work.
func faults(t *testing.T, w *world, someone *person, apps *argocd.Applications) {}
