// Package iam writes policy documents of AWS IAM (AWS Identity and Access Management User Guide, "IAM JSON policy
// reference"). Their keys are AWS's own; the order of statements is the caller's.
package iam

// version is the only one that knows policy variables and conditions as documented.
const version = "2012-10-17"

// Document is a policy: of a role's rights, of who may assume it, or of a resource.
type Document struct {
	Version   string      `json:"Version"`
	Statement []Statement `json:"Statement"`
}

// Statement allows actions, or denies them.
type Statement struct {
	Sid    string `json:"Sid,omitempty"`
	Effect Effect `json:"Effect"`
	// Principal is for policies of resources and of trust, by kind: AWS, Service, Federated.
	Principal map[string]string `json:"Principal,omitempty"`
	Action    []string          `json:"Action"`
	Resource  []string          `json:"Resource,omitempty"`
	// Condition is by operator, then by key.
	Condition Condition `json:"Condition,omitempty"`
}

// Condition is by operator, such as StringEquals, then by key.
type Condition map[string]map[string][]string

// Effect of a statement.
type Effect string

// The effects.
const (
	EffectAllow Effect = "Allow"
	EffectDeny  Effect = "Deny"
)

// NewDocument holds the statements.
func NewDocument(statements ...Statement) Document {
	return Document{Version: version, Statement: statements}
}

// Allow is a statement of a role's rights: these actions on that resource.
func Allow(resource string, actions ...string) Statement {
	return Statement{Effect: EffectAllow, Action: actions, Resource: []string{resource}}
}
