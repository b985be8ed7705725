package admission

import admissionv1 "k8s.io/api/admissionregistration/v1"

// owners have a template of pods that they may change.
var owners = []resources{
	{"apps", "v1", []string{"daemonsets", "deployments", "statefulsets"}, written},
	{"batch", "v1", []string{"cronjobs", "jobs"}, written},
	{"argoproj.io", "v1alpha1", []string{"rollouts"}, written},
}

// generations have the template of an owner. Those that are there may be scaled whatever they hold: they make no pod that is
// refused.
var generations = []resources{
	{"apps", "v1", []string{"replicasets"}, created},
	{"", "v1", []string{"replicationcontrollers"}, created},
}

// podSpec is the variable "pod": the spec of a pod, or of those that an object makes. The fields are read untyped, since the
// kinds keep their templates in different places and a Rollout may have none of its own.
var podSpec = admissionv1.Variable{Name: "pod", Expression: "request.kind.kind == 'Pod' ? dyn(object).?spec.orValue({}) :" +
	" (request.kind.kind == 'CronJob' ? dyn(object).spec.jobTemplate : dyn(object)).?spec.?template.?spec.orValue({})"}
