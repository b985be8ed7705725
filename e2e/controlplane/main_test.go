package controlplane

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// programsVariable hands the paths of the programs into the sandbox, where none could be built.
const programsVariable = "E2E_CONTROLPLANE_PROGRAMS"

func TestMain(m *testing.M) {
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
	programs, err := tools.Ensure(context.Background(), tools.Etcd, tools.Kubernetes, tools.Kwok)
	if err != nil {
		return err
	}
	text, err := json.Marshal(programs)
	if err != nil {
		return err
	}
	return os.Setenv(programsVariable, string(text))
}
