package eksctl

import (
	"github.com/example/fastapi-gitops/generator/iam"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// ClusterConfig is what we use of eksctl.io/v1alpha5 (eksctl 0.230.0, pkg/apis/eksctl.io/v1alpha5/types.go), whose Go module
// cannot be imported. The ObjectMeta makes it an object like any other to the program; eksctl has metadata of its own.
type ClusterConfig struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"-"`

	Metadata                Metadata                `json:"metadata"`
	AvailabilityZones       []string                `json:"availabilityZones"`
	VPC                     VPC                     `json:"vpc"`
	KubernetesNetworkConfig KubernetesNetworkConfig `json:"kubernetesNetworkConfig"`
	AccessConfig            AccessConfig            `json:"accessConfig"`
	SecretsEncryption       *SecretsEncryption      `json:"secretsEncryption,omitempty"`
	CloudWatch              CloudWatch              `json:"cloudWatch"`
	UpgradePolicy           UpgradePolicy           `json:"upgradePolicy"`
	ZonalShiftConfig        Enabled                 `json:"zonalShiftConfig"`
	AutoModeConfig          Enabled                 `json:"autoModeConfig"`
	IAM                     IAM                     `json:"iam"`
	Addons                  []Addon                 `json:"addons"`
	ManagedNodeGroups       []ManagedNodeGroup      `json:"managedNodeGroups"`
}

// DeepCopyObject implements runtime.Object. The lists are shared: nothing changes a config once it is built.
func (c *ClusterConfig) DeepCopyObject() runtime.Object {
	copied := *c
	return &copied
}

// Metadata names a cluster.
type Metadata struct {
	Name    string            `json:"name"`
	Region  string            `json:"region"`
	Version string            `json:"version"`
	Tags    map[string]string `json:"tags"`
}

// Enabled is a feature that is on or off and has no settings of ours.
type Enabled struct {
	Enabled bool `json:"enabled"`
}

// KubernetesNetworkConfig has the addresses of Services.
type KubernetesNetworkConfig struct {
	ServiceIPv4CIDR string `json:"serviceIPv4CIDR"`
}

// SecretsEncryption has the KMS key of Secrets.
type SecretsEncryption struct {
	KeyARN string `json:"keyARN"`
}

// CloudWatch has the logs of the control plane.
type CloudWatch struct {
	ClusterLogging ClusterLogging `json:"clusterLogging"`
}

// ClusterLogging says which types of logs are kept, and for how many days.
type ClusterLogging struct {
	EnableTypes        []string `json:"enableTypes"`
	LogRetentionInDays int32    `json:"logRetentionInDays"`
}

// UpgradePolicy is STANDARD or EXTENDED support.
type UpgradePolicy struct {
	SupportType string `json:"supportType"`
}

// IAM has the roles that pods take on.
type IAM struct {
	WithOIDC                    bool                     `json:"withOIDC"`
	VPCResourceControllerPolicy bool                     `json:"vpcResourceControllerPolicy"`
	ServiceAccounts             []ServiceAccount         `json:"serviceAccounts,omitempty"`
	PodIdentityAssociations     []PodIdentityAssociation `json:"podIdentityAssociations,omitempty"`
}

// ServiceAccount binds a ServiceAccount to a role by the cluster's OIDC provider.
type ServiceAccount struct {
	Metadata     ServiceAccountMetadata `json:"metadata"`
	RoleName     string                 `json:"roleName"`
	RoleOnly     bool                   `json:"roleOnly"`
	AttachPolicy iam.Document           `json:"attachPolicy"`
}

// ServiceAccountMetadata names a ServiceAccount.
type ServiceAccountMetadata struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

// PodIdentityAssociation binds a ServiceAccount to a role by EKS Pod Identity: one that is there, or one that is made.
type PodIdentityAssociation struct {
	Namespace            string          `json:"namespace"`
	ServiceAccountName   string          `json:"serviceAccountName"`
	RoleARN              string          `json:"roleARN,omitempty"`
	RoleName             string          `json:"roleName,omitempty"`
	PermissionPolicy     *iam.Document   `json:"permissionPolicy,omitempty"`
	PermissionPolicyARNs []string        `json:"permissionPolicyARNs,omitempty"`
	WellKnownPolicies    map[string]bool `json:"wellKnownPolicies,omitempty"`
}

// Addon is one of EKS; without a version it is EKS's default for the cluster's.
type Addon struct {
	Name                    string                   `json:"name"`
	ConfigurationValues     string                   `json:"configurationValues,omitempty"` // JSON
	PodIdentityAssociations []PodIdentityAssociation `json:"podIdentityAssociations,omitempty"`
}
