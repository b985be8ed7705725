package refusal

import (
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/e2e/refusal/tree"
)

// pair is a case of a policy in YAML. ENV stands for an environment.
type pair struct {
	policy, what      string
	says              string // the validation's message
	refused, admitted request
}

// request is a Request in YAML.
type request struct {
	yaml    string
	user    string
	groups  []string
	tokenOf string
	apply   bool
}

func (r request) in(environment string) Request {
	return Request{
		Object: manifest(strings.ReplaceAll(r.yaml, "ENV", environment)), User: r.user, Groups: r.groups, TokenOf: r.tokenOf, Apply: r.apply,
	}
}

// policies are the pairs in each environment.
func policies(files tree.Files) []Case {
	var cases []Case
	pairs := slices.Concat(clusterRights(), environmentRights(), defaultNamespace(), defaultDeny(), pinnedImages(), services(), tokens(), secretsReader(), externalSecrets(),
		meshIssuer(), rolloutsController())
	for _, environment := range files.Environments() {
		for _, p := range slices.Concat(pairs, deploymentChanges(files, environment)) {
			cases = append(cases, p.in(environment))
		}
	}
	return cases
}

func (p pair) in(environment string) Case {
	return Case{
		Group: "policy " + p.policy, Name: environment + "/" + p.what, Policy: p.policy, Says: []string{p.says},
		Refused: p.refused.in(environment), Admitted: p.admitted.in(environment),
	}
}

// Uncovered are the validations of the tree's policies that no case is refused by, each as policy and message. The words of
// a validation with a messageExpression are not known before: any other words than the policy's known ones are its.
func Uncovered(files tree.Files, cases []Case) ([]string, error) {
	var missing []string
	for _, f := range files.Of("ValidatingAdmissionPolicy") {
		policy, err := policyOf(f)
		if err != nil {
			return nil, err
		}
		var fixed []string
		for _, v := range policy.Spec.Validations {
			if v.MessageExpression == "" {
				fixed = append(fixed, v.Message)
			}
		}
		for _, v := range policy.Spec.Validations {
			covers := func(c Case) bool {
				if c.Policy != policy.Name {
					return false
				}
				if v.MessageExpression == "" {
					return slices.Contains(c.Says, v.Message)
				}
				return !slices.ContainsFunc(c.Says, func(s string) bool { return slices.Contains(fixed, s) })
			}
			if !slices.ContainsFunc(cases, covers) {
				missing = append(missing, policy.Name+": "+v.Message)
			}
		}
	}
	return missing, nil
}
