package account

import (
	"github.com/example/fastapi-gitops/generator/iam"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Template is what we use of a CloudFormation template (AWS CloudFormation User Guide, "Template anatomy"). The type and
// object meta make it an object like any other to the program; CloudFormation does not see them.
type Template struct {
	metav1.TypeMeta   `json:"-"`
	metav1.ObjectMeta `json:"-"`

	AWSTemplateFormatVersion string              `json:"AWSTemplateFormatVersion"`
	Description              string              `json:"Description"`
	Conditions               map[string]Equals   `json:"Conditions,omitempty"`
	Resources                map[string]Resource `json:"Resources"`
	Outputs                  map[string]Output   `json:"Outputs"`
}

// DeepCopyObject implements runtime.Object. The maps are shared: nothing changes a template once it is built.
func (t *Template) DeepCopyObject() runtime.Object {
	copied := *t
	return &copied
}

// Resource is one thing at AWS.
type Resource struct {
	Type      string   `json:"Type"`
	Condition string   `json:"Condition,omitempty"`
	DependsOn []string `json:"DependsOn,omitempty"`
	// DeletionPolicy says what happens to it when it leaves the template, UpdateReplacePolicy when another replaces it.
	DeletionPolicy      string `json:"DeletionPolicy,omitempty"`
	UpdateReplacePolicy string `json:"UpdateReplacePolicy,omitempty"`
	Properties          any    `json:"Properties"` // of the type
}

// Output is a value that people need.
type Output struct {
	Description string `json:"Description"`
	Condition   string `json:"Condition,omitempty"`
	Value       any    `json:"Value"` // text, or a function of CloudFormation
}

// Equals is the function Fn::Equals.
type Equals struct {
	Values [2]any `json:"Fn::Equals"`
}

// Ref is the identity of a resource, or the value of a parameter.
type Ref struct {
	Name string `json:"Ref"`
}

// GetAtt is an attribute of a resource.
type GetAtt struct {
	Of [2]string `json:"Fn::GetAtt"`
}

// Join is the function Fn::Join: a separator, and what it stands between.
type Join struct {
	Values [2]any `json:"Fn::Join"`
}

// Key is AWS::KMS::Key.
type Key struct {
	Description         string       `json:"Description"`
	EnableKeyRotation   bool         `json:"EnableKeyRotation"`
	PendingWindowInDays int          `json:"PendingWindowInDays"`
	KeyPolicy           iam.Document `json:"KeyPolicy"`
}

// Alias is AWS::KMS::Alias.
type Alias struct {
	AliasName   string `json:"AliasName"`
	TargetKeyID Ref    `json:"TargetKeyId"`
}

// OIDCProvider is AWS::IAM::OIDCProvider. IAM knows the certificates of GitHub's by itself.
type OIDCProvider struct {
	URL          string   `json:"Url"`
	ClientIDList []string `json:"ClientIdList"`
}

// Role is AWS::IAM::Role.
type Role struct {
	RoleName                 string       `json:"RoleName"`
	Description              string       `json:"Description"`
	AssumeRolePolicyDocument iam.Document `json:"AssumeRolePolicyDocument"`
	Policies                 []Policy     `json:"Policies,omitempty"`
}

// Policy is one that belongs to a role alone.
type Policy struct {
	PolicyName     string       `json:"PolicyName"`
	PolicyDocument iam.Document `json:"PolicyDocument"`
}

// HostedZone is AWS::Route53::HostedZone.
type HostedZone struct {
	Name             string           `json:"Name"`
	HostedZoneConfig HostedZoneConfig `json:"HostedZoneConfig"`
}

// HostedZoneConfig has a zone's comment.
type HostedZoneConfig struct {
	Comment string `json:"Comment"`
}
