package admission

import admissionv1 "k8s.io/api/admissionregistration/v1"

// pinnedImages: what runs in an environment is what was tested, whatever is pushed under a tag later. The templates of pods are
// judged and not pods themselves, to which the mesh adds its proxy by a tag. The fields are read untyped, since the kinds keep
// their templates in different places and a Rollout may have none of its own.
var pinnedImages = rule{
	name:       "pinned-images",
	namespaces: environments,
	on: []resources{
		{"apps", "v1", []string{"daemonsets", "deployments", "statefulsets"}, written},
		{"batch", "v1", []string{"cronjobs", "jobs"}, written},
		{"argoproj.io", "v1alpha1", []string{"rollouts"}, written},
	},
	conditions: []admissionv1.MatchCondition{staying},
	variables: []admissionv1.Variable{
		{Name: "owner", Expression: "request.kind.kind == 'CronJob' ? dyn(object).spec.jobTemplate : dyn(object)"},
		{Name: "pod", Expression: "variables.owner.spec.?template.?spec.orValue({})"},
		{Name: "containers", Expression: "dyn(variables.pod).?initContainers.orValue([]) + dyn(variables.pod).?containers.orValue([])"},
		{Name: "unpinned", Expression: "variables.containers.filter(c, !c.?image.orValue('').matches('@sha256:[0-9a-f]{64}$')).map(c, c.name)"},
	},
	checks: []admissionv1.Validation{checkSaying(
		"variables.unpinned.size() == 0",
		"'images without a digest in ' + variables.unpinned.join(', ') + ': write image@sha256:…, which versions.yaml has'",
		"images without a digest: write image@sha256:…, which versions.yaml has",
	)},
}
