package provisiontest

import "sigs.k8s.io/yaml"

// Config is what the programs take from a ClusterConfig.
type Config struct {
	Metadata                struct{ Name, Region, Version string }
	AvailabilityZones       []string
	KubernetesNetworkConfig struct{ ServiceIPv4CIDR string }
	VPC                     struct {
		CIDR              string
		NAT               struct{ Gateway string }
		ClusterEndpoints  struct{ PublicAccess bool }
		PublicAccessCIDRs []string
	}
	AccessConfig      struct{ AccessEntries []Entry }
	SecretsEncryption struct{ KeyARN string }
	CloudWatch        struct {
		ClusterLogging struct {
			EnableTypes        []string
			LogRetentionInDays int
		}
	}
	UpgradePolicy    struct{ SupportType string }
	ZonalShiftConfig struct{ Enabled bool }
	IAM              struct {
		ServiceAccounts []struct {
			Metadata     struct{ Namespace, Name string }
			AttachPolicy any
		}
		PodIdentityAssociations []Association
	}
	Addons            []Addon
	ManagedNodeGroups []Group
}

// Entry lets a role in.
type Entry struct {
	PrincipalARN     string   `json:"principalARN"`
	KubernetesGroups []string `json:"kubernetesGroups"`
	AccessPolicies   []any    `json:"accessPolicies"`
}

// Association gives pods a role.
type Association struct {
	Namespace, ServiceAccountName, RoleARN string
	PermissionPolicy                       any
	PermissionPolicyARNs                   []string
}

func (a Association) name() string { return a.Namespace + "/" + a.ServiceAccountName }

// Addon is one of EKS.
type Addon struct {
	Name, Version, ConfigurationValues string
	PodIdentityAssociations            []Association `json:",omitempty"`
}

// Group is one of nodes.
type Group struct {
	Name, Status, Version, InstanceType string
	InstanceTypes                       []string `json:",omitempty"`
	MinSize, MaxSize, DesiredCapacity   int
	VolumeSize                          int
	Labels                              map[string]string
	Taints                              []Taint
}

// Taint keeps pods away.
type Taint struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Effect string `json:"effect"` // by the name that Kubernetes has for it
}

func (c call) config() Config {
	var config Config
	if err := yaml.Unmarshal(read(c.flags["--config-file"]), &config); err != nil {
		fail(err)
	}
	return config
}
