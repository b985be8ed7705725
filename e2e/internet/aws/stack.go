package aws

import (
	"encoding/json"
	"fmt"
	"slices"

	"sigs.k8s.io/yaml"
)

// iamRole is AWS::IAM::Role of CloudFormation, as far as the tree has it
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html).
type iamRole struct {
	RoleName                 string
	AssumeRolePolicyDocument struct {
		Statement []struct {
			Effect    string
			Principal map[string]words
			Action    words
		}
	}
	Policies []struct{ PolicyDocument json.RawMessage }
}

// ReadStackRoles are the roles that a template of CloudFormation makes in the account whose number is given, with their policies
// and the roles that they trust.
func ReadStackRoles(template []byte, account string) ([]Role, error) {
	var stack struct {
		Resources map[string]struct {
			Type       string
			Properties json.RawMessage
		}
	}
	if err := yaml.Unmarshal(template, &stack); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	var roles []Role
	for name, resource := range stack.Resources {
		if resource.Type != "AWS::IAM::Role" {
			continue
		}
		var of iamRole
		err := json.Unmarshal(resource.Properties, &of)
		if err == nil {
			var role Role
			role, err = of.role(account)
			roles = append(roles, role)
		}
		if err != nil {
			return nil, fmt.Errorf("template: %s: %w", name, err)
		}
	}
	return roles, nil
}

// role trusts those who may both assume it and tag the session.
func (r iamRole) role(account string) (Role, error) {
	role := Role{ARN: "arn:aws:iam::" + account + ":role/" + r.RoleName}
	for _, s := range r.AssumeRolePolicyDocument.Statement {
		if s.Effect == "Allow" && slices.Contains(s.Action, "sts:AssumeRole") && slices.Contains(s.Action, "sts:TagSession") {
			role.Trusts = append(role.Trusts, s.Principal["AWS"]...)
		}
	}
	for _, attached := range r.Policies {
		policy, err := ParsePolicy(attached.PolicyDocument)
		if err != nil {
			return Role{}, err
		}
		role.Policy.Statement = append(role.Policy.Statement, policy.Statement...)
	}
	return role, nil
}
