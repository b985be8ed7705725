// Package refusaltest starts a control plane with the committed tree for tests of what it refuses and allows: no Argo CD
// and no controllers, but the namespaces, policies, bootstrap files and Deployments of the tree, and the kinds and rights that
// its charts bring.
package refusaltest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
	"github.com/example/fastapi-gitops/e2e/sandbox"
	"github.com/example/fastapi-gitops/e2e/tools"
)

// folderVariable hands what was prepared into the sandbox, where there is no network.
const folderVariable = "E2E_REFUSAL_FOLDER"

// Main is for TestMain: it builds the programs and renders the charts of the tree in a directory such as
// ../../rendered/single-cluster/hello, then runs the tests in a sandbox.
func Main(m *testing.M, dir string) int {
	if os.Getenv(folderVariable) != "" {
		return sandbox.Enter(m.Run)
	}
	folder, err := os.MkdirTemp("", "refusal")
	if err == nil {
		defer os.RemoveAll(folder)
		err = prepare(context.Background(), dir, folder)
	}
	if err == nil {
		err = os.Setenv(folderVariable, folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return sandbox.Enter(m.Run)
}

// Start brings up a cluster for the test, with audit logs. The files are those of the tree in the directory.
func Start(t *testing.T, dir string) (*controlplane.Cluster, tree.Files) {
	t.Helper()
	programs, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	files, err := tree.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := controlplane.Start(t.Context(), controlplane.Config{
		Name: "hello", Dir: t.TempDir(), Audit: true,
		Programs: programs,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	if err := fill(t.Context(), cluster.Admin, files); err != nil {
		t.Fatal(err)
	}
	return cluster, files
}

func prepared() (tools.Programs, error) {
	content, err := os.ReadFile(filepath.Join(os.Getenv(folderVariable), "programs.json"))
	if err != nil {
		return nil, err
	}
	programs := tools.Programs{}
	return programs, json.Unmarshal(content, &programs)
}

// fill applies the kinds of the charts, then the tree as far as no controller takes part, then the rights of the charts, which
// the policies of the tree must let pass.
func fill(ctx context.Context, admin *controlplane.Clients, files tree.Files) error {
	charts, err := tree.Read(filepath.Join(os.Getenv(folderVariable), "charts"))
	if err != nil {
		return err
	}
	kinds := charts.Of("CustomResourceDefinition")
	if err := kinds.Apply(ctx, admin); err != nil {
		return err
	}
	if err := served(ctx, admin, kinds); err != nil {
		return err
	}
	for _, step := range []tree.Files{
		files.Of("Namespace"), files.In("namespaces", "bootstrap", "argocd"),
		files.Of("ValidatingAdmissionPolicy"), files.Of("ValidatingAdmissionPolicyBinding"),
		files.Of("Deployment"),
		files.Of("ClusterRole"), files.Of("ClusterRoleBinding"), files.Of("Role"), files.Of("RoleBinding"),
		charts.Of("ServiceAccount"), charts.Of("ClusterRole"), charts.Of("ClusterRoleBinding"), charts.Of("Role"), charts.Of("RoleBinding"),
	} {
		if err := step.Apply(ctx, admin); err != nil {
			return err
		}
	}
	return nil
}

// served waits until the API server has all of the kinds.
func served(ctx context.Context, admin *controlplane.Clients, kinds tree.Files) error {
	for _, f := range kinds {
		spec := f.Object.Object["spec"].(map[string]any)
		kind := schema.GroupKind{Group: spec["group"].(string), Kind: spec["names"].(map[string]any)["kind"].(string)}
		err := wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, 30*time.Second, true, func(context.Context) (bool, error) {
			admin.Mapper.Reset() // or it knows what it knew
			_, err := admin.Mapper.RESTMapping(kind)
			return err == nil, nil
		})
		if err != nil {
			return fmt.Errorf("%s: not served: %w", kind, err)
		}
	}
	return nil
}
