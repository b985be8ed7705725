package refusal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example/fastapi-gitops/e2e/argocd"
)

// patience with Argo CD, which takes seconds.
const patience = 2 * time.Minute

// App is one of the tree, fine before and after.
type App struct {
	Application string // of Argo CD
	Namespace   string
	Deployment  string
	Dir         string // in the repository
}

// Plaintext commits a Secret beside the objects of an app and checks that it never arrives: the sync fails and names it,
// what ran before goes on, and a commit without it makes the Application fine again. It takes two commits.
func Plaintext(t *testing.T, hub Hub, app App) {
	before, err := hub.pods(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	const file = "secret-plaintext.yaml"
	secret := request{yaml: "{apiVersion: v1, kind: Secret, metadata: {name: plaintext, namespace: ENV}, stringData: {password: plain}}"}.in(app.Namespace).Object
	spoilt := hub.commit(t, "a password in plain text", func(worktree string) error {
		return os.WriteFile(filepath.Join(worktree, app.Dir, file), []byte(yamlOf(secret)), 0o644)
	})
	hub.wait(t, app, "refuses the Secret", func(a *argocd.Application) bool {
		return a.Status.OperationState.SyncResult.Revision == spoilt && failed(a, secret, "resource :Secret is not permitted in project")
	})
	if err := hub.absent(t.Context(), secret); err != nil {
		t.Error(err)
	}
	after, err := hub.pods(t.Context(), app)
	if err != nil {
		t.Error(err)
	}
	if after != before {
		t.Errorf("the app's pods changed from %+v to %+v", before, after)
	}
	reverted := hub.commit(t, "no password", func(worktree string) error { return os.Remove(filepath.Join(worktree, app.Dir, file)) })
	if hub.Stubborn {
		if err := hub.Applications.Terminate(t.Context(), app.Application); err != nil {
			t.Error(err)
		}
	}
	hub.wait(t, app, "is fine again", func(a *argocd.Application) bool {
		now := *a
		if hub.Stubborn { // what was ended stands as failed, and there is nothing left to sync
			now.Status.OperationState.Phase = ""
		}
		return now.Holds(reverted)
	})
}

// wait refreshes the app's Application and waits for it.
func (h Hub) wait(t *testing.T, app App, what string, condition func(*argocd.Application) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := errors.Join(h.Applications.Refresh(ctx, app.Application), h.Applications.UntilOf(ctx, app.Application, what, condition))
	if err != nil {
		t.Error(err)
	}
}

// pods is how a Deployment's are.
type pods struct {
	generation int64
	available  int32
}

func (h Hub) pods(ctx context.Context, app App) (pods, error) {
	d, err := h.Admin.Kubernetes.AppsV1().Deployments(app.Namespace).Get(ctx, app.Deployment, metav1.GetOptions{})
	if err != nil {
		return pods{}, err
	}
	return pods{d.Generation, d.Status.AvailableReplicas}, nil
}
