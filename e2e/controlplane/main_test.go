package controlplane

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// programs of a control plane.
var programs tools.Programs

func TestMain(m *testing.M) {
	var err error
	if programs, err = tools.Handed(context.Background(), tools.Etcd, tools.Kubernetes, tools.Kwok); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(sandbox.Enter(m.Run))
}
