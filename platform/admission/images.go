package admission

import (
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// mesh is where the images are that the mesh adds to pods, by a tag (https://linkerd.io/2-edge/features/proxy-injection/).
const mesh = "cr.l5d.io/linkerd/"

// pinnedImages: what runs in an environment is what was tested, whatever is pushed under a tag later. Pods are judged with
// what is added to them, to debug one too, and templates so that who writes one is told.
var pinnedImages = rule{
	name:       "pinned-images",
	namespaces: environments,
	on:         slices.Concat(owners, generations, []resources{{"", "v1", []string{"pods", "pods/ephemeralcontainers"}, written}}),
	conditions: []admissionv1.MatchCondition{staying},
	variables: []admissionv1.Variable{
		podSpec,
		{Name: "containers", Expression: "dyn(variables.pod).?initContainers.orValue([]) + dyn(variables.pod).?containers.orValue([])" +
			" + dyn(variables.pod).?ephemeralContainers.orValue([])"},
		{Name: "unpinned", Expression: "variables.containers.filter(c, !c.?image.orValue('').matches('@sha256:[0-9a-f]{64}$')" +
			" && !(request.kind.kind == 'Pod' && c.?image.orValue('').startsWith('" + mesh + "'))).map(c, c.name)"},
	},
	checks: []admissionv1.Validation{checkSaying(
		"variables.unpinned.size() == 0",
		"'images without a digest in ' + variables.unpinned.join(', ') + ': write image@sha256:…, which versions.yaml has'",
		"images without a digest: write image@sha256:…, which versions.yaml has",
	)},
}
