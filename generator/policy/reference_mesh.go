package policy

import (
	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// routeUses are the parents of a route, and the Services that it sends to.
func routeUses(spec *gatewayv1.HTTPRouteSpec) []use {
	var uses []use
	for i, parent := range spec.ParentRefs {
		kind := string(deref(parent.Kind))
		if kind == "Service" || kind == "Server" { // the rule "mesh-route" reports others
			uses = append(uses, use{reference: reference{kind, string(parent.Name)}, field: at("spec.parentRefs", i, ".name")})
		}
	}
	for i, rule := range spec.Rules {
		for j, backend := range rule.BackendRefs {
			uses = append(uses, use{reference: reference{"Service", string(backend.Name)}, field: at(at("spec.rules", i, ".backendRefs"), j, ".name")})
		}
	}
	return uses
}

// authorizationUses are the target of a policy and what it asks for.
func authorizationUses(spec *linkerd.AuthorizationPolicySpec) []use {
	uses := []use{{reference: reference{spec.TargetRef.Kind, spec.TargetRef.Name}, field: "spec.targetRef.name"}}
	for i, ref := range spec.RequiredAuthenticationRefs {
		uses = append(uses, use{reference: reference{ref.Kind, ref.Name}, field: at("spec.requiredAuthenticationRefs", i, ".name")})
	}
	return uses
}
