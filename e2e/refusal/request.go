// Package refusal holds what a cluster with the committed tree refuses: pods that are not restricted, what the admission
// policies keep out, what is over a quota, and what is no part of an Argo CD project. Beside each request that is refused is
// one that differs little and is not, or a cluster that refuses everything would do.
package refusal

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// Request is one to an API server. It is a dry run: admission and validation answer, and nothing is kept.
type Request struct {
	Object *unstructured.Unstructured
	// Apply the object on the server, which changes one that is there, instead of creating it.
	Apply bool
	// TokenOf is the ServiceAccount that a TokenRequest is for. Such a token is made, and thrown away.
	TokenOf string
	// User who asks, with all rights, so that what refuses is admission; the administrator when empty.
	User string
	// Groups of the user.
	Groups []string
}

// ask returns the object as it would be kept, or why it would not.
func (r Request) ask(ctx context.Context, admin *controlplane.Clients) (*unstructured.Unstructured, error) {
	clients, err := as(admin, r.user())
	if err != nil {
		return nil, err
	}
	if r.TokenOf != "" {
		return r.token(ctx, clients)
	}
	if r.Apply {
		return tree.Apply(ctx, clients, r.Object, metav1.ApplyOptions{DryRun: []string{metav1.DryRunAll}})
	}
	client, err := tree.Client(clients, r.Object)
	if err != nil {
		return nil, err
	}
	kept, err := client.Create(ctx, r.Object, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	if apierrors.IsAlreadyExists(err) { // which is found out after admission
		return r.Object, nil
	}
	return kept, err
}

func (r Request) token(ctx context.Context, clients *controlplane.Clients) (*unstructured.Unstructured, error) {
	account := &unstructured.Unstructured{}
	account.SetAPIVersion("v1")
	account.SetKind("ServiceAccount")
	account.SetNamespace(r.Object.GetNamespace())
	client, err := tree.Client(clients, account)
	if err != nil {
		return nil, err
	}
	request := r.Object.DeepCopy()
	request.SetName(r.TokenOf)
	return client.Create(ctx, request, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}, "token")
}

func (r Request) user() rest.ImpersonationConfig {
	if r.User == "" {
		return rest.ImpersonationConfig{}
	}
	return rest.ImpersonationConfig{UserName: r.User, Groups: append([]string{"system:masters", "system:authenticated"}, r.Groups...)}
}

// as are the clients of an administrator who is somebody else, unless the user is empty
// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation).
func as(admin *controlplane.Clients, user rest.ImpersonationConfig) (*controlplane.Clients, error) {
	config := rest.CopyConfig(admin.Rest)
	if user.UserName != "" {
		config.Impersonate = user
	}
	if config.WarningHandlerWithContext == nil {
		config.WarningHandler = rest.NoWarnings{} // a near miss may be worth one
	}
	clients, err := controlplane.NewClients(config)
	if err != nil {
		return nil, fmt.Errorf("as %s: %w", user.UserName, err)
	}
	clients.Mapper = admin.Mapper // kinds are the same for everyone
	return clients, nil
}
