package refusal_test

import (
	"os"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/e2e/refusal"
	"github.com/example/fastapi-gitops/e2e/refusal/refusaltest"
)

const dir = "../../rendered/single-cluster/hello"

func TestMain(m *testing.M) { os.Exit(refusaltest.Main(m, dir)) }

// TestRefusals has one cluster for all that asks for one.
func TestRefusals(t *testing.T) {
	cluster, files := refusaltest.Start(t, dir)
	cases, err := refusal.Cases(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := refusal.Ready(t.Context(), cluster.Admin, cases); err != nil {
		t.Fatal(err)
	}
	t.Run("cases", func(t *testing.T) { refusal.Check(t, cluster.Admin, cases) })
	t.Run("defaults", func(t *testing.T) { refusal.Defaults(t, cluster.Admin, files) })
	t.Run("coverage", func(t *testing.T) {
		missing, err := refusal.Uncovered(files, cases)
		if err != nil || len(missing) > 0 {
			t.Errorf("validations without a case: %q %v", missing, err)
		}
		all, err := refusal.Uncovered(files, nil)
		if err != nil || len(all) < len(files.Of("ValidatingAdmissionPolicy")) {
			t.Errorf("without cases only %q have none (%v)", all, err)
		}
	})
	t.Run("audit", func(t *testing.T) {
		missing, err := refusal.Unaudited(cluster.AuditLog(), files)
		if err != nil || len(missing) > 0 {
			t.Errorf("refusals that are not in the audit log: %q %v", missing, err)
		}
	})
	t.Run("types", func(t *testing.T) {
		warnings, err := refusal.TypeWarnings(t.Context(), cluster.Admin, files)
		if err != nil || len(warnings) > 0 {
			t.Errorf("type warnings:\n%s\n%v", strings.Join(warnings, "\n"), err)
		}
	})
	t.Run("tree", func(t *testing.T) {
		refused, err := refusal.Refused(t.Context(), cluster.Admin, refusal.ArgoCD, files)
		if err != nil || len(refused) > 0 {
			t.Errorf("refused of the tree, or warned of:\n%s\n%v", strings.Join(refused, "\n"), err)
		}
	})
}
