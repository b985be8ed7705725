package refusal

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// TestProjects checks what Projects commits: each project is asked for kinds of the cluster and of namespaces that it does not
// have, and for a namespace of somebody else.
func TestProjects(t *testing.T) {
	files, err := tree.Read("../../rendered/single-cluster/hello")
	if err != nil {
		t.Fatal(err)
	}
	all, err := projects(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(files.Environments())+1 {
		t.Errorf("%d projects, expected one an environment and the platform's", len(all))
	}
	worktree := t.TempDir()
	if err := writeObjects(worktree, all); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		name := p.Metadata.Name
		if p.lets(p.foreignNamespace(all)) {
			t.Errorf("%s: %s is no foreign namespace", name, p.foreignNamespace(all))
		}
		ofCluster, ofNamespaces := 0, 0
		for o := range p.foreign() {
			if o.GetNamespace() == "" {
				ofCluster++
			} else {
				ofNamespaces++
			}
		}
		if ofCluster == 0 || ofNamespaces == 0 {
			t.Errorf("%s: %d foreign kinds of the cluster and %d of namespaces", name, ofCluster, ofNamespaces)
		}
		written, err := os.ReadDir(filepath.Join(worktree, folder, name, "kinds"))
		if err != nil || len(written) != ofCluster+ofNamespaces+1 {
			t.Errorf("%s: %d files of foreign objects, expected %d (%v)", name, len(written), ofCluster+ofNamespaces+1, err)
		}
	}
}
