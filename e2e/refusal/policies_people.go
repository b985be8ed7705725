package refusal

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// deploymentChanges are changes of a Deployment that is in the cluster, by the people of an environment.
func deploymentChanges(files tree.Files, environment string) []pair {
	const (
		policy = "deployment-changes"
		says   = "people restart and scale here: what a Deployment runs comes from git"
	)
	deployments := files.In("apps/" + environment).Of("Deployment")
	if len(deployments) == 0 {
		return nil
	}
	by := func(group string, change func(*appsv1.Deployment)) request {
		return changed(deployments[0], group, change)
	}
	operators, developers := peopleOf(files, environment, "operators"), peopleOf(files, environment, "developers")
	restarted := by(operators, restart)
	pairs := []pair{
		{policy, "a command", says, by(operators, command), restarted},
		{policy, "a restart with a command", says, by(operators, func(d *appsv1.Deployment) { restart(d); command(d) }), restarted},
		{policy, "Secrets as settings", says, by(operators, func(d *appsv1.Deployment) {
			d.Spec.Template.Spec.Containers[0].EnvFrom = []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{}}}
			d.Spec.Template.Spec.Containers[0].EnvFrom[0].SecretRef.Name = "other"
		}), restarted},
		{policy, "another ServiceAccount", says, by(operators, func(d *appsv1.Deployment) { d.Spec.Template.Spec.ServiceAccountName = "default" }), restarted},
		{policy, "a label of the pods", says, by(operators, func(d *appsv1.Deployment) { d.Spec.Template.Labels["refusal"] = "" }), restarted},
		{policy, "another annotation", says, by(operators, func(d *appsv1.Deployment) { d.Spec.Template.Annotations["linkerd.io/inject"] = "disabled" }), restarted},
		{policy, "a pause", says, by(operators, func(d *appsv1.Deployment) { d.Spec.Paused = true }), by(operators, func(d *appsv1.Deployment) { d.Spec.Replicas = ptr(int32(3)) })},
		{policy, "by operators, who are not the administrator", says, by(operators, command), by("others", command)},
	}
	if edit(files, environment) {
		return append(pairs, pair{policy, "by operators, who do not edit", says, by(operators, command), by(developers, command)})
	}
	return append(pairs, pair{policy, "by developers, who do not edit here", says, by(developers, command), by(developers, restart)})
}

func restart(d *appsv1.Deployment) {
	d.Spec.Template.Annotations["kubectl.kubernetes.io/restartedAt"] = "2026-01-01T00:00:00Z"
}

func command(d *appsv1.Deployment) { d.Spec.Template.Spec.Containers[0].Command = []string{"env"} }

// changed is a Deployment of the tree with a change by a member of a group.
func changed(f tree.File, group string, change func(*appsv1.Deployment)) request {
	d := &appsv1.Deployment{}
	if err := f.Into(d); err != nil {
		panic(err) // of the proof itself: the tree was applied
	}
	if d.Spec.Template.Annotations == nil {
		d.Spec.Template.Annotations = map[string]string{}
	}
	change(d)
	return request{yaml: yamlOf(object(d)), apply: true, user: "somebody", groups: []string{group}}
}

// peopleOf is the group that has a role in an environment.
func peopleOf(files tree.Files, environment, role string) string {
	for _, f := range files.In("namespaces/" + environment).Of("RoleBinding") {
		var binding rbacv1.RoleBinding
		if err := f.Into(&binding); err == nil && binding.RoleRef.Name == role && len(binding.Subjects) == 1 {
			return binding.Subjects[0].Name
		}
	}
	return ""
}

// edit says whether developers may change Deployments in an environment.
func edit(files tree.Files, environment string) bool {
	return slices.ContainsFunc(files.In("namespaces/"+environment).Of("Role"), func(f tree.File) bool {
		var role rbacv1.Role
		return f.Into(&role) == nil && role.Name == "developers" && slices.ContainsFunc(role.Rules, func(r rbacv1.PolicyRule) bool {
			return slices.Contains(r.Resources, "deployments") && slices.Contains(r.Verbs, "update")
		})
	})
}
