package access_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/e2e/access"
	"github.com/example/fastapi-gitops/e2e/refusal/refusaltest"
)

const (
	dir      = "../../rendered/single-cluster/hello"
	document = "../../docs/access.md"
)

var update = flag.Bool("update", false, "write docs/access.md")

func TestMain(m *testing.M) { os.Exit(refusaltest.Main(m, dir)) }

// TestAccess holds docs/access.md to what an API server says.
func TestAccess(t *testing.T) {
	cluster, files := refusaltest.Start(t, dir)
	a, err := access.Of(t.Context(), cluster.Admin, files)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Document()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(document, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("docs/access.md is not what the API server says; go -C e2e test ./access -update (-file +server):\n%s", diff)
	}
	wrong, err := a.Verify(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Errorf("answers that differ:\n%s\n%v", strings.Join(wrong, "\n"), err)
	}
}
