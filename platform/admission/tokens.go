package admission

import admissionv1 "k8s.io/api/admissionregistration/v1"

// audiences are whom the tokens in an app's pods are for: the mesh, and AWS by either way. None is for the API server
// (https://linkerd.io/2-edge/features/automatic-mtls/, Amazon EKS User Guide, "Grant Kubernetes workloads access to AWS").
var audiences = []string{"identity.l5d.io", "pods.eks.amazonaws.com", stsAudience}

// stsAudience is that of AWS STS.
const stsAudience = "sts.amazonaws.com"

// tokensInPods: no pod of an environment holds a token for the API server. Pods are judged and not their templates, since
// the token is put into them only when they are made.
var tokensInPods = rule{
	name:       "tokens-in-pods",
	namespaces: environments,
	on:         []resources{{"", "v1", []string{"pods"}, created}},
	variables: []admissionv1.Variable{
		{Name: "projected", Expression: "object.spec.?volumes.orValue([]).filter(v, has(v.projected)).map(v, v.projected.?sources.orValue([]))"},
	},
	checks: []admissionv1.Validation{check(
		"variables.projected.all(sources, sources.all(s, !has(s.serviceAccountToken) || s.serviceAccountToken.?audience.orValue('') in "+list(audiences)+"))",
		"apps do not talk to the API server: set automountServiceAccountToken: false",
	)},
}

// tokenSecrets: tokens in Secrets are good for ever, to whoever has seen one.
var tokenSecrets = rule{
	name:       "token-secrets",
	namespaces: environments,
	on:         []resources{{"", "v1", []string{"secrets"}, written}},
	conditions: []admissionv1.MatchCondition{staying},
	checks: []admissionv1.Validation{check(
		"object.?type.orValue('') != 'kubernetes.io/service-account-token'",
		"tokens in Secrets do not expire: apps have none",
	)},
}
