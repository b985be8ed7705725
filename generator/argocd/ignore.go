package argocd

import "github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"

// ignored are differences between git and the cluster that others make by right, and that a sync keeps. Argo CD takes what an
// expression finds out of both sides before it compares, and when it syncs puts the cluster's part into what it applies
// (normalizeTargetResources in controller/sync.go of argo-cd v3.4.4).
//
// The number of replicas is the autoscaler's, but for 0, which it never leaves: there git's number counts again. Only an object
// of the cluster has a uid; without that condition git's own number would be taken out too, and 0 would stay. The selectors are
// those of the Services of a canary, into which Argo Rollouts writes the hash of the pods, and which server-side apply sets as a
// whole.
func ignored() v1alpha1.IgnoreDifferences {
	const replicas = "select(.metadata.uid) | .spec.replicas | select(. > 0)"
	return v1alpha1.IgnoreDifferences{
		{Kind: "Service", JQPathExpressions: []string{`.spec.selector["rollouts-pod-template-hash"]`}},
		{Group: "apps", Kind: "Deployment", JQPathExpressions: []string{replicas}},
		{Group: "argoproj.io", Kind: "Rollout", JQPathExpressions: []string{replicas}},
	}
}
