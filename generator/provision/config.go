package provision

import (
	"encoding/json"
	"fmt"
	"maps"

	"sigs.k8s.io/yaml"
)

// config is what there is to compare of a rendered ClusterConfig (eksctl.io/v1alpha5).
type config struct {
	raw map[string]any

	Metadata          struct{ Version string }
	AvailabilityZones []string
	VPC               struct {
		CIDR              string
		NAT               struct{ Gateway string }
		ClusterEndpoints  struct{ PrivateAccess, PublicAccess bool }
		PublicAccessCIDRs []string
	}
	KubernetesNetworkConfig struct{ ServiceIPv4CIDR string }
	AccessConfig            struct{ AccessEntries []accessEntry }
	SecretsEncryption       struct{ KeyARN string }
	CloudWatch              struct {
		ClusterLogging struct {
			EnableTypes        []string
			LogRetentionInDays int
		}
	}
	UpgradePolicy    struct{ SupportType string }
	ZonalShiftConfig struct{ Enabled bool }
	IAM              struct {
		WithOIDC                bool
		ServiceAccounts         []serviceAccount
		PodIdentityAssociations []association
	}
	Addons            []addon
	ManagedNodeGroups []nodeGroup
}

// accessEntry has in a config the form in which eksctl says it of a cluster.
type accessEntry struct {
	PrincipalARN     string
	KubernetesGroups []string
	AccessPolicies   []accessPolicy
}

type accessPolicy struct {
	PolicyARN   string
	AccessScope struct {
		Type       string
		Namespaces []string
	}
}

type serviceAccount struct {
	Metadata     struct{ Namespace, Name string }
	AttachPolicy any
}

func (a serviceAccount) name() string { return a.Metadata.Namespace + "/" + a.Metadata.Name }

type association struct {
	Namespace, ServiceAccountName, RoleARN string
	PermissionPolicy                       any
	PermissionPolicyARNs                   []string
	WellKnownPolicies                      map[string]bool
}

func (a association) name() string { return a.Namespace + "/" + a.ServiceAccountName }

type addon struct {
	Name, ConfigurationValues string
	PodIdentityAssociations   []association
}

type nodeGroup struct {
	Name             string
	InstanceTypes    []string
	MinSize, MaxSize int
	VolumeSize       int // GiB
	Labels           map[string]string
	Taints           []taint
}

func decode(data []byte) (*config, error) {
	var c config
	if err := yaml.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	return &c, yaml.Unmarshal(data, &c.raw)
}

// with is the config with another list at a path of one or two names, as eksctl reads it.
func (c *config) with(list []any, path ...string) ([]byte, error) {
	changed := maps.Clone(c.raw)
	at := changed
	if len(path) > 1 {
		section, _ := changed[path[0]].(map[string]any)
		at = maps.Clone(section)
		changed[path[0]] = at
	}
	at[path[len(path)-1]] = list
	return json.Marshal(changed)
}

// items are those of a list at a path that are to be kept, each a copy that may be changed.
func (c *config) items(keep func(map[string]any) bool, path ...string) ([]any, error) {
	at := c.raw
	for _, name := range path[:len(path)-1] {
		at, _ = at[name].(map[string]any)
	}
	list, _ := at[path[len(path)-1]].([]any)
	var kept []any
	for i, item := range list {
		fields, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%v[%d]: expected an object", path, i)
		}
		if fields = maps.Clone(fields); keep(fields) {
			kept = append(kept, fields)
		}
	}
	return kept, nil
}
