package policy

import (
	"slices"
)

// ignored is what Argo CD is to leave to others of an app's objects, by kind.
var ignored = map[string]struct{ expression, why string }{
	"Deployment": {replicasAbove0, "each sync would undo the autoscaler's work, or a Deployment stay at 0"},
	"Rollout":    {replicasAbove0, "each sync would undo the autoscaler's work, or a Rollout stay at 0"},
	"Service":    {`.spec.selector["rollouts-pod-template-hash"]`, "each sync would undo which pods the Services of a canary have"},
}

// replicasAbove0 are those of an object of the cluster, which alone has a uid: git's own number, which counts at 0, must stay.
const replicasAbove0 = "select(.metadata.uid) | .spec.replicas | select(. > 0)"

// ignores judges what a set of apps leaves to others, which a sync must do as well as the comparison.
func (s *syncing) ignores(r *report) {
	field := s.field + ".ignoreDifferences"
	for _, kind := range sortedKeys(ignored) {
		found := slices.ContainsFunc(s.spec.IgnoreDifferences, func(d ignoredDifference) bool {
			return d.Kind == kind && slices.Contains(d.JQPathExpressions, ignored[kind].expression)
		})
		if !found {
			r.add(s.object, field, "expected %s of kind %s: %s", ignored[kind].expression, kind, ignored[kind].why)
		}
	}
	for i, d := range s.spec.IgnoreDifferences {
		if len(d.JSONPointers)+len(d.ManagedFieldsManagers) > 0 || len(d.JQPathExpressions) != 1 || d.JQPathExpressions[0] != ignored[d.Kind].expression {
			r.add(s.object, at(field, i), "keeps more of kind %s than is known here: git would count no more", d.Kind)
		}
	}
	if s.spec.SyncPolicy != nil && !slices.Contains(s.spec.SyncPolicy.SyncOptions, "RespectIgnoreDifferences=true") {
		r.add(s.object, s.field+".syncPolicy.syncOptions", "expected RespectIgnoreDifferences=true, or a sync sets what is ignored")
	}
}
