package admission

import (
	"github.com/example/fastapi-gitops/generator/plan"
	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// defaultDeny: the NetworkPolicy that closes a namespace stays closed. Argo CD would not take an addition back: what is empty in git
// is left out before it compares (gitops-engine, diff.remarshal), and server-side apply leaves alone what is left out.
var defaultDeny = rule{
	name: plan.DefaultDeny,
	on:   []resources{{"networking.k8s.io", "v1", []string{"networkpolicies"}, written}},
	conditions: []admissionv1.MatchCondition{
		staying,
		{Name: plan.DefaultDeny, Expression: "request.?name.orValue('') == '" + plan.DefaultDeny + "'"},
	},
	checks: []admissionv1.Validation{
		check("object.spec.?ingress.orValue([]).size() + object.spec.?egress.orValue([]).size() == 0", "default-deny lets nothing pass: a way has a policy of its own"),
		check("object.spec.?podSelector.?matchLabels.orValue({}).size() + object.spec.?podSelector.?matchExpressions.orValue([]).size() == 0"+
			" && object.spec.?policyTypes.orValue([]).size() == 2", "default-deny is for all pods, both ways"),
	},
}
