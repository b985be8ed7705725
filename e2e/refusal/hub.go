package refusal

import (
	"context"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// Hub is a cluster with a live Argo CD that syncs the tree, itself included.
type Hub struct {
	Admin        *controlplane.Clients
	Applications *argocd.Applications
	// Commit changes the files of the repository's worktree, and returns the commit's hash once Argo CD can fetch it.
	Commit func(ctx context.Context, message string, edit func(worktree string) error) (sha string, err error)
	// Stubborn is an Argo CD before 3.2, which knows no refresh of retries: it tries an old commit again until somebody ends that.
	Stubborn bool
}

// commit is Commit for a test.
func (h Hub) commit(t *testing.T, message string, edit func(worktree string) error) string {
	t.Helper()
	sha, err := h.Commit(context.WithoutCancel(t.Context()), message, edit) // clean-up commits as well
	if err != nil {
		t.Fatalf("%s: %v", message, err)
	}
	return sha
}

// create makes an object until the test ends.
func (h Hub) create(t *testing.T, object *unstructured.Unstructured) {
	t.Helper()
	client, err := tree.Client(h.Admin, object)
	if err == nil {
		_, err = client.Create(t.Context(), object, metav1.CreateOptions{})
	}
	if err != nil {
		t.Fatalf("%s %s: %v", object.GetKind(), object.GetName(), err)
	}
	t.Cleanup(func() {
		if err := client.Delete(context.WithoutCancel(t.Context()), object.GetName(), metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			t.Errorf("%s %s stays behind: %v", object.GetKind(), object.GetName(), err)
		}
	})
}

// absent is an error unless the object is not in the cluster.
func (h Hub) absent(ctx context.Context, object *unstructured.Unstructured) error {
	client, err := tree.Client(h.Admin, object)
	if err != nil {
		return err
	}
	_, err = client.Get(ctx, object.GetName(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%s %s/%s is in the cluster", object.GetKind(), object.GetNamespace(), object.GetName())
	}
	return err
}
