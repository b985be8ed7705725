package refusal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// folder of the repository that Projects commits to, and empties.
const folder = "e2e-refusal"

// Projects checks that Argo CD keeps each AppProject of the tree to its destinations, repository and kinds, by Applications that
// are gone when it returns. It takes two commits.
func Projects(t *testing.T, hub Hub, files tree.Files) {
	all, err := projects(files)
	if err != nil {
		t.Fatal(err)
	}
	hub.create(t, elsewhere())
	hub.commit(t, "objects that no project may have", func(worktree string) error { return writeObjects(worktree, all) })
	t.Cleanup(func() {
		hub.commit(t, "no more of them", func(worktree string) error { return os.RemoveAll(filepath.Join(worktree, folder)) })
	})
	for _, p := range all {
		t.Run(p.Metadata.Name, func(t *testing.T) { hub.project(t, p, all) })
	}
}

// elsewhere is a cluster that Argo CD knows and no project has.
func elsewhere() *unstructured.Unstructured {
	return manifest(`
apiVersion: v1
kind: Secret
metadata: {name: cluster-elsewhere, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}
stringData: {name: elsewhere, server: "https://elsewhere.example.com", config: "{}"}`)
}

func (h Hub) project(t *testing.T, p project, all []project) {
	name, mine, repository := p.Metadata.Name, p.Spec.Destinations[0], p.Spec.SourceRepos[0]
	own := "name: " + mine.Name + ", namespace: " + mine.Namespace
	t.Run("permitted", func(t *testing.T) {
		h.until(t, p.application("permitted", own, repository), "synced", func(a *argocd.Application) bool {
			return a.Status.OperationState.Phase == "Succeeded"
		})
	})
	namespace := p.foreignNamespace(all)
	for what, invalid := range map[string]struct{ destination, repository, says string }{
		"namespace": {"name: " + mine.Name + ", namespace: " + namespace, repository,
			fmt.Sprintf("and namespace '%s' do not match any of the allowed destinations in project '%s'", namespace, name)},
		"cluster": {"name: elsewhere, namespace: " + mine.Namespace, repository,
			fmt.Sprintf("and namespace '%s' do not match any of the allowed destinations in project '%s'", mine.Namespace, name)},
		"repository": {own, "https://github.com/example/other.git",
			fmt.Sprintf("application repo https://github.com/example/other.git is not permitted in project '%s'", name)},
	} {
		t.Run(what, func(t *testing.T) {
			app := p.application(what, invalid.destination, invalid.repository)
			h.until(t, app, "refused with "+invalid.says, func(a *argocd.Application) bool { return conditioned(a, "InvalidSpecError", invalid.says) })
		})
	}
	t.Run("kinds", func(t *testing.T) {
		refused := p.foreign()
		object, says := p.stranger(all)
		refused[object] = says
		h.until(t, p.application("kinds", own, repository), fmt.Sprintf("refuses %d objects", len(refused)), func(a *argocd.Application) bool {
			return a.Status.OperationState.Phase == "Failed" && !slices.ContainsFunc(keys(refused), func(o *unstructured.Unstructured) bool {
				return !failed(a, o, refused[o])
			})
		})
		for o := range refused {
			if err := h.absent(t.Context(), o); err != nil {
				t.Error(err)
			}
		}
	})
}

func keys[K comparable, V any](m map[K]V) []K {
	all := make([]K, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	return all
}

// conditioned reports whether the Application has a condition with those words.
func conditioned(a *argocd.Application, condition, says string) bool {
	for _, c := range a.Status.Conditions {
		if c.Type == condition && strings.Contains(c.Message, says) {
			return true
		}
	}
	return false
}

// failed reports whether the object was kept from the cluster by the last sync, with those words.
func failed(a *argocd.Application, o *unstructured.Unstructured, says string) bool {
	return slices.ContainsFunc(a.Status.OperationState.SyncResult.Resources, func(r argocd.ResourceResult) bool {
		return r.Kind == o.GetKind() && r.Name == o.GetName() && r.Status == "SyncFailed" && strings.Contains(r.Message, says)
	})
}

// application of the project is synced once, as by a person: windows may keep automation away. What it made goes with it.
func (p project) application(what, destination, repository string) *unstructured.Unstructured {
	app := manifest(fmt.Sprintf(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: refusal-%s-%s, namespace: argocd}
spec:
  project: %[1]s
  destination: {%[3]s}
  source: {repoURL: %[4]q, path: %[5]s, targetRevision: main}
operation: {initiatedBy: {username: e2e}, sync: {}}`, p.Metadata.Name, what, destination, repository, filepath.Join(folder, p.Metadata.Name, what)))
	if what == "permitted" {
		app.SetFinalizers([]string{"resources-finalizer.argocd.argoproj.io"})
	} else if what != "kinds" {
		delete(app.Object, "operation") // there is nothing to sync
	}
	return app
}

// until creates the Application, waits for it, and sees it gone when the test ends.
func (h Hub) until(t *testing.T, app *unstructured.Unstructured, what string, condition func(*argocd.Application) bool) {
	t.Helper()
	name := app.GetName()
	t.Cleanup(func() { // after it is deleted: cleanups run in reverse
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		err := h.Applications.Until(ctx, name+" is gone", func(all map[string]*argocd.Application) bool { return all[name] == nil })
		if err != nil {
			t.Error(err)
		}
	})
	h.create(t, app)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := h.Applications.UntilOf(ctx, name, what, condition); err != nil {
		t.Error(err)
	}
}

// writeObjects fills the folders that Applications of the projects name.
func writeObjects(worktree string, all []project) error {
	for _, p := range all {
		object, _ := p.stranger(all)
		for what, objects := range map[string][]*unstructured.Unstructured{
			"permitted": {serviceAccount(p.Spec.Destinations[0].Namespace)},
			"kinds":     append(keys(p.foreign()), object),
		} {
			dir := filepath.Join(worktree, folder, p.Metadata.Name, what)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			for _, o := range objects {
				if err := os.WriteFile(filepath.Join(dir, strings.ToLower(o.GetKind())+".yaml"), []byte(yamlOf(o)), 0o644); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
