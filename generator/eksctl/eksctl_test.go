package eksctl_test

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/eksctl"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/google/go-cmp/cmp"
)

// TestBuildIdentities has what components ask for, after what the hub's Argo CD has of itself.
func TestBuildIdentities(t *testing.T) {
	c := cluster(t, "fleet", "east")
	config := eksctl.Build(c, []component.Identity{
		identity("storage", "controller"),
		{Namespace: "kube-system", ServiceAccount: "balancer", WellKnown: component.AWSLoadBalancerController},
	})
	policy := iam.NewDocument(rights...)
	argoCD := "arn:aws:iam::111122223333:role/east-argocd"
	want := []eksctl.PodIdentityAssociation{
		{Namespace: "argocd", ServiceAccountName: "argocd-application-controller", RoleARN: argoCD},
		{Namespace: "argocd", ServiceAccountName: "argocd-applicationset-controller", RoleARN: argoCD},
		{Namespace: "argocd", ServiceAccountName: "argocd-server", RoleARN: argoCD},
		{Namespace: "storage", ServiceAccountName: "controller", RoleName: "east-controller", PermissionPolicy: &policy},
		{Namespace: "kube-system", ServiceAccountName: "balancer", RoleName: "east-balancer", WellKnownPolicies: map[string]bool{"awsLoadBalancerController": true}},
	}
	if diff := cmp.Diff(want, config.IAM.PodIdentityAssociations); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
