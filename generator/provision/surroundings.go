package provision

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// logGroup has the logs of a control plane (https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html).
func logGroup(cluster string) string { return "/aws/eks/" + cluster + "/cluster" }

// retention is that of a log group: nil for ever.
type retention struct {
	Name string
	Days *int
}

// keeps is for how many days the logs of a cluster are kept; 0 for ever, or for none that are there yet.
func (e *existing) keeps(cluster string) int {
	for _, group := range e.logGroups {
		if group.Name == logGroup(cluster) && group.Days != nil {
			return *group.Days
		}
	}
	return 0
}

// nat is how many NAT gateways eksctl made, in the words of a config; empty if its stack does not say so.
func (e *existing) nat() string {
	for _, o := range e.outputs {
		if o.OutputKey == "FeatureNATMode" {
			return o.OutputValue
		}
	}
	return ""
}

// version is EKS's default of an add-on; empty if it has none.
func (e *existing) version(addon string) string {
	for _, d := range e.defaults {
		if d.Name == addon {
			return d.Version
		}
	}
	return ""
}

// provider reports whether IAM knows the cluster's OpenID Connect provider.
func (e *existing) provider() bool {
	return slices.ContainsFunc(e.providers, func(arn string) bool { return issuerOf(arn) == e.issuer() })
}

// issuer is the address of the cluster's OpenID Connect provider, of which each cluster has another, whatever its name.
func (e *existing) issuer() string {
	return strings.TrimPrefix(e.cluster.Identity.Oidc.Issuer, "https://")
}

// issuerOf is the address in the ARN of a provider.
func issuerOf(provider string) string {
	_, issuer, _ := strings.Cut(provider, ":oidc-provider/")
	return issuer
}

// role is what a role may, of those that eksctl makes, each in a stack of its own.
type role struct {
	policy   any      // of its own; JSON
	policies []string // ARNs
	issuer   string   // that it trusts; empty for a role that trusts no cluster, but EKS
}

// surveyRoles asks for the rights of the roles that the config has: eksctl lists roles without them.
func (c Cluster) surveyRoles(ctx context.Context, e *existing) error {
	e.roles = map[string]role{}
	for name := range c.roles() {
		if _, made := e.stacks[name]; !made {
			continue
		}
		var template json.RawMessage
		if err := c.ask(ctx, &template, c.aws("cloudformation", "get-template", "--stack-name="+name, "--query=TemplateBody")); err != nil {
			return err
		}
		r, err := roleOf(template)
		if err != nil {
			return fmt.Errorf("template of stack %s: %w", name, err)
		}
		e.roles[name] = r
	}
	return nil
}

// roleOf reads a role from the template that eksctl made for it (pkg/cfn/builder/iam.go of eksctl 0.230.0), which aws gives as
// an object, or as text.
func roleOf(template json.RawMessage) (role, error) {
	var text string
	if json.Unmarshal(template, &text) == nil {
		template = json.RawMessage(text)
	}
	var body struct {
		Resources struct {
			Role1 struct {
				Properties struct {
					ManagedPolicyArns        []any
					AssumeRolePolicyDocument struct {
						Statement []struct{ Principal struct{ Federated any } }
					}
				}
			}
			Policy1 struct{ Properties struct{ PolicyDocument any } }
		}
	}
	if err := json.Unmarshal(template, &body); err != nil {
		return role{}, err
	}
	r := role{policy: body.Resources.Policy1.Properties.PolicyDocument}
	properties := body.Resources.Role1.Properties
	for _, arn := range properties.ManagedPolicyArns {
		if text, ok := arn.(string); ok {
			r.policies = append(r.policies, text)
		}
	}
	for _, statement := range properties.AssumeRolePolicyDocument.Statement {
		if provider, ok := statement.Principal.Federated.(string); ok {
			r.issuer = issuerOf(provider)
		}
	}
	return r, nil
}

// roles are those of the config that can be compared, by stack: what a well-known policy holds is eksctl's to know.
func (c Cluster) roles() map[string]role {
	roles := map[string]role{}
	for _, a := range c.config.IAM.ServiceAccounts {
		roles[accountStack(c.Plan.Name, a.Metadata.Namespace, a.Metadata.Name)] = role{policy: a.AttachPolicy}
	}
	for _, a := range c.config.IAM.PodIdentityAssociations {
		if a.RoleARN == "" && len(a.WellKnownPolicies) == 0 {
			roles[associationStack(c.Plan.Name, a.Namespace, a.ServiceAccountName)] = role{policy: a.PermissionPolicy, policies: a.PermissionPolicyARNs}
		}
	}
	for _, addon := range c.config.Addons {
		for _, a := range addon.PodIdentityAssociations {
			roles[addonStack(c.Plan.Name, addon.Name, a.ServiceAccountName)] = role{policy: a.PermissionPolicy, policies: a.PermissionPolicyARNs}
		}
	}
	return roles
}

// outdated reports whether a role is there whose rights are not those of the config, or that trusts a cluster that was there
// before under the same name.
func (c Cluster) outdated(e *existing, stack string) bool {
	is, made := e.roles[stack]
	want, known := c.roles()[stack]
	return made && known && (!reflect.DeepEqual(is.policy, want.policy) || !sameSet(is.policies, want.policies) ||
		is.issuer != "" && is.issuer != e.issuer())
}

// sameSet compares texts in whatever order.
func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
