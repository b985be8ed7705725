package canary_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/example/fastapi-gitops/e2e/kubelet"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// programsVariable hands the paths of the programs into the sandbox, where none could be built.
const programsVariable = "E2E_CANARY_PROGRAMS"

func TestMain(m *testing.M) {
	kubelet.Stage()
	if filepath.Base(os.Args[0]) == "service" {
		fmt.Fprintln(os.Stderr, service())
		os.Exit(1)
	}
	if err := ensure(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(sandbox.Enter(m.Run))
}

func ensure() error {
	if os.Getenv(programsVariable) != "" {
		return nil
	}
	programs, err := tools.Ensure(context.Background(),
		tools.Etcd, tools.Kubernetes, tools.Kwok, tools.Helm, tools.ArgoRollouts, tools.GatewayPlugin, tools.Prometheus)
	if err != nil {
		return err
	}
	text, err := json.Marshal(programs)
	if err != nil {
		return err
	}
	return os.Setenv(programsVariable, string(text))
}
