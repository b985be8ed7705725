package refusal

import (
	"context"
	"fmt"
	"slices"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// ArgoCD is who applies the tree.
const ArgoCD = "system:serviceaccount:argocd:argocd-application-controller"

// Refused are the objects of the tree that the cluster does not take from a user with their own rights, and those that it
// warns of, each as path and answer. The kinds and namespaces of the tree must be there.
func Refused(ctx context.Context, admin *controlplane.Clients, user string, files tree.Files) ([]string, error) {
	warnings := &warned{}
	config := *admin
	config.Rest = rest.CopyConfig(admin.Rest)
	config.Rest.WarningHandlerWithContext = warnings
	clients, err := as(&config, rest.ImpersonationConfig{UserName: user})
	if err != nil {
		return nil, err
	}
	var refused []string
	for _, f := range files {
		if _, err := tree.Apply(ctx, clients, f.Object, metav1.ApplyOptions{DryRun: []string{metav1.DryRunAll}}); err != nil {
			refused = append(refused, fmt.Sprintf("%s: %v", f.Path, err))
		}
		for _, text := range warnings.take() {
			refused = append(refused, fmt.Sprintf("%s: warning: %s", f.Path, text))
		}
	}
	return refused, nil
}

// warned keeps warnings of the API server (https://kubernetes.io/blog/2020/09/03/warnings/).
type warned struct {
	mu    sync.Mutex
	texts []string
}

// HandleWarningHeaderWithContext is rest.WarningHandlerWithContext's; code 299 is all that is defined.
func (w *warned) HandleWarningHeaderWithContext(_ context.Context, _ int, _ string, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.texts = append(w.texts, text)
}

func (w *warned) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	texts := slices.Clone(w.texts)
	w.texts = nil
	return texts
}
