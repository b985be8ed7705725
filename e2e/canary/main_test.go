package canary_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// programs of all that runs here.
var programs tools.Programs

func TestMain(m *testing.M) {
	kubelet.Stage()
	if filepath.Base(os.Args[0]) == "service" {
		fmt.Fprintln(os.Stderr, service())
		os.Exit(1)
	}
	var err error
	programs, err = tools.Handed(context.Background(),
		tools.Etcd, tools.Kubernetes, tools.Kwok, tools.Helm, tools.ArgoRollouts, tools.GatewayPlugin, tools.Prometheus)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(sandbox.Enter(m.Run))
}
