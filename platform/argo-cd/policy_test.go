package argocd

import (
	"errors"
	"testing"

	"github.com/argoproj/argo-cd/v2/assets"
	"github.com/argoproj/argo-cd/v2/util/rbac"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/plan"
)

// TestPolicy asks Argo CD's own enforcer, beside the policy that is built in.
func TestPolicy(t *testing.T) {
	f := &plan.Fleet{
		Groups: plan.Groups{Developers: "dev", Operators: "ops"},
		Environments: []*plan.Environment{
			{Name: "development", Developers: config.AccessEdit},
			{Name: "production", Developers: config.AccessRead},
		},
	}
	enforcer := rbac.NewEnforcer(nil, plan.ArgoCDNamespace, "argocd-rbac-cm", nil)
	builtin, err := assets.Embedded.ReadFile("builtin-policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(enforcer.SetBuiltinPolicy(string(builtin)), enforcer.SetUserPolicy(policy(f))); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		who, resource, action, object string
		want                          bool
	}{
		{"dev", "applications", "get", "development/hello", true},
		{"dev", "applications", "sync", "development/hello", true},
		{"dev", "applications", "action/apps/Deployment/restart", "development/hello", true},
		{"dev", "applications", "action/argoproj.io/Rollout/abort", "development/hello", true},
		{"dev", "applications", "action/argoproj.io/Rollout/promote-full", "development/hello", true},
		{"dev", "applications", "update", "development/hello", false},
		{"dev", "applications", "override", "development/hello", false},
		{"dev", "applications", "delete", "development/hello", false},
		{"dev", "applications", "delete//Pod/development/hello", "development/hello", false},
		{"dev", "applications", "create", "development/hello", false},
		{"dev", "logs", "get", "development/hello", true},
		{"dev", "exec", "create", "development/hello", false},
		{"dev", "projects", "get", "development", true},
		{"dev", "applications", "get", "production/hello", true},
		{"dev", "logs", "get", "production/hello", true},
		{"dev", "applications", "sync", "production/hello", false},
		{"dev", "applications", "action/apps/Deployment/restart", "production/hello", false},
		{"dev", "applications", "action/argoproj.io/Rollout/abort", "production/hello", false},
		{"dev", "applications", "action/argoproj.io/Rollout/promote-full", "production/hello", false},
		{"dev", "applications", "get", "platform/hello-argo-cd", false},
		{"dev", "clusters", "get", "https://kubernetes.default.svc", false},
		{"dev", "repositories", "get", "https://git.example.com/hello.git", false},

		{"ops", "applications", "get", "platform/hello-argo-cd", true},
		{"ops", "applications", "sync", "production/hello", true},
		{"ops", "applications", "action/apps/Deployment/restart", "platform/hello-argo-cd", true},
		{"ops", "applications", "action/argoproj.io/Rollout/abort", "production/hello", true},
		{"ops", "applications", "action/argoproj.io/Rollout/promote-full", "production/hello", true},
		{"ops", "applications", "action/argoproj.io/Rollout/resume", "production/hello", true},
		{"ops", "applications", "action/argoproj.io/Rollout/retry", "production/hello", true},
		{"ops", "applications", "action/argoproj.io/Rollout/restart", "production/hello", true},
		{"ops", "applications", "update", "production/hello", false},
		{"ops", "applications", "override", "production/hello", false},
		{"ops", "applications", "delete", "production/hello", false},
		{"ops", "logs", "get", "production/hello", true},
		{"ops", "exec", "create", "production/hello", false},
		{"ops", "projects", "get", "platform", true},
		{"ops", "projects", "update", "platform", false},
		{"ops", "clusters", "get", "https://kubernetes.default.svc", true},
		{"ops", "clusters", "update", "https://kubernetes.default.svc", false},
		{"ops", "repositories", "create", "https://git.example.com/hello.git", false},
		{"ops", "accounts", "update", "admin", false},

		{"admin", "applications", "get", "development/hello", false},
		{"admin", "applications", "delete", "development/hello", false},
		{"admin", "applicationsets", "delete", "platform/platform", false},
		{"admin", "clusters", "update", "https://kubernetes.default.svc", false},
		{"admin", "exec", "create", "production/hello", false},
		{"somebody", "applications", "get", "development/hello", false},
	} {
		if got := enforcer.Enforce(tt.who, tt.resource, tt.action, tt.object); got != tt.want {
			t.Errorf("%s may %s %s %s: %t, want %t", tt.who, tt.action, tt.resource, tt.object, got, tt.want)
		}
	}
}
