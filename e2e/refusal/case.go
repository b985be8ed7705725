package refusal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/example/fastapi-gitops/e2e/controlplane"
	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// Case is a request that is refused, beside one that is not.
type Case struct {
	Group    string   // of cases that something in the cluster refuses: "policy pinned-images", "quota development"
	Name     string   // within the group
	Policy   string   // the ValidatingAdmissionPolicy that refuses; empty when an admission plugin does
	Says     []string // what the refusal says: with a Policy, the message of its validation
	Refused  Request
	Admitted Request
}

// Cases are those of a cluster's tree: its restricted namespaces, policies and quotas.
func Cases(files tree.Files) ([]Case, error) {
	quotas, err := quotas(files)
	if err != nil {
		return nil, err
	}
	return slices.Concat(podSecurity(files), policies(files), quotas), nil
}

// Check asks a cluster with the tree all of the cases.
func Check(t *testing.T, admin *controlplane.Clients, cases []Case) {
	for _, c := range cases {
		t.Run(strings.ReplaceAll(c.Group+"/"+c.Name, " ", "-"), func(t *testing.T) {
			if err := c.check(t.Context(), admin); err != nil {
				t.Error(err)
			}
		})
	}
}

// Ready waits until the cluster refuses as it should, for half a minute at most: API servers see policies and quotas, and
// controllers make ServiceAccounts, some time after they were applied. It asks one case of each group.
func Ready(ctx context.Context, admin *controlplane.Clients, cases []Case) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	asked := map[string]bool{}
	for _, c := range cases {
		if asked[c.Group] {
			continue
		}
		asked[c.Group] = true
		var wrong error
		err := wait.PollUntilContextCancel(ctx, 100*time.Millisecond, true, func(ctx context.Context) (bool, error) {
			if err := c.check(ctx, admin); ctx.Err() == nil {
				wrong = err
			}
			return wrong == nil, nil
		})
		if err != nil {
			return fmt.Errorf("%s, %s: %w: %w", c.Group, c.Name, err, wrong)
		}
	}
	return nil
}

// check is nil when the cluster refuses the one and admits the other.
func (c Case) check(ctx context.Context, admin *controlplane.Clients) error {
	if _, err := c.Admitted.ask(ctx, admin); err != nil {
		return fmt.Errorf("the near miss is refused: %w", err)
	}
	_, err := c.Refused.ask(ctx, admin)
	if err == nil {
		return fmt.Errorf("admitted; it was to be refused with %q", c.says())
	}
	for _, words := range c.says() {
		if !strings.Contains(err.Error(), words) {
			return fmt.Errorf("refused with %q, which does not say %q", err, words)
		}
	}
	return nil
}

// says are the words of the API server; a policy and its binding have the same name
// (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).
func (c Case) says() []string {
	if c.Policy == "" {
		return c.Says
	}
	said := make([]string, len(c.Says))
	for i, words := range c.Says {
		said[i] = "ValidatingAdmissionPolicy '" + c.Policy + "' with binding '" + c.Policy + "' denied request: " + words
	}
	return said
}
