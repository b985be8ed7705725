package git_test

import (
	"os"
	"testing"

	"github.com/example/fastapi-gitops/e2e/sandbox"
)

// TestMain gives the tests mounts of their own.
func TestMain(m *testing.M) { os.Exit(sandbox.Enter(m.Run)) }
