package admission

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// byExternalSecrets leaves out what others do.
var byExternalSecrets = admissionv1.MatchCondition{
	Name: "external-secrets", Expression: "request.userInfo.?username.orValue('') == 'system:serviceaccount:external-secrets:external-secrets'",
}

// tokenRequests: External Secrets may ask for tokens of every ServiceAccount of the cluster, since RBAC can only name some of
// them by name and namespace. It needs those by which stores read at AWS, and gets no others: with one for the API server it
// could do whatever Argo CD can.
var tokenRequests = rule{
	name:       "token-requests",
	on:         []resources{{"", "v1", []string{"serviceaccounts/token"}, created}},
	conditions: []admissionv1.MatchCondition{byExternalSecrets},
	checks: []admissionv1.Validation{
		check("request.name == '"+plan.SecretsReader+"'", "External Secrets reads as "+plan.SecretsReader+" alone"),
		check("object.spec.audiences == ['"+stsAudience+"']", "External Secrets needs tokens for AWS STS alone"),
	},
}

// secretsReader: a pod that ran as it could read what the store reads, and not only what its app is given. There is one beside
// each store.
var secretsReader = rule{
	name:       plan.SecretsReader,
	on:         slices.Concat(owners, generations, []resources{{"", "v1", []string{"pods"}, created}}),
	conditions: []admissionv1.MatchCondition{staying},
	variables:  []admissionv1.Variable{podSpec},
	checks: []admissionv1.Validation{check(
		"dyn(variables.pod).?serviceAccountName.orValue('') != '"+plan.SecretsReader+"'",
		"nothing runs as "+plan.SecretsReader+": External Secrets takes its tokens",
	)},
}

// externalSecrets: its chart has it write Secrets everywhere. It does so beside its stores alone: elsewhere it could take the
// place of a controller's certificate, or take it away.
func externalSecrets(c *plan.Cluster) rule {
	stores := []string{plan.Prometheus.Namespace}
	for _, n := range c.Namespaces {
		stores = append(stores, n.Name())
	}
	if c == c.Fleet.Hub {
		stores = append(stores, plan.ArgoCDNamespace)
	}
	return rule{
		name:       "external-secrets",
		on:         []resources{{"", "v1", []string{"secrets"}, changed}},
		conditions: []admissionv1.MatchCondition{byExternalSecrets},
		checks:     []admissionv1.Validation{check("request.namespace in "+list(stores), "External Secrets writes Secrets beside its stores alone")},
	}
}
