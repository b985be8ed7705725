// Package eksctl makes the ClusterConfig of a cluster: its network, nodes, add-ons and the IAM roles of its pods, which
// eksctl 0.230.0 makes at AWS.
package eksctl

import (
	"path"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Place is the config of a cluster in its file.
func Place(c *plan.Cluster, identities []component.Identity) manifest.Entry {
	return manifest.Entry{Path: path.Join(c.Fleet.ConfigDir(), c.Name+".yaml"), Object: Build(c, identities)}
}

// Build makes the config of a cluster. The identities are those of the platform's components, each with its namespace.
func Build(c *plan.Cluster, identities []component.Identity) *ClusterConfig {
	return &ClusterConfig{
		TypeMeta:   metav1.TypeMeta{APIVersion: "eksctl.io/v1alpha5", Kind: "ClusterConfig"},
		ObjectMeta: metav1.ObjectMeta{Name: c.Name},
		Metadata: Metadata{
			Name: c.Name, Region: c.Region, Version: c.Kubernetes,
			Tags: map[string]string{"fleet": c.Fleet.Name, "cluster": c.Name}, // of everything that eksctl makes, for its cost
		},
		AvailabilityZones:       c.Zones,
		VPC:                     vpc(c),
		KubernetesNetworkConfig: KubernetesNetworkConfig{ServiceIPv4CIDR: plan.ServiceCIDR},
		AccessConfig:            access(c),
		SecretsEncryption:       encryption(c),
		CloudWatch: CloudWatch{ClusterLogging: ClusterLogging{
			EnableTypes:        []string{"api", "audit", "authenticator", "controllerManager", "scheduler"},
			LogRetentionInDays: c.LogDays,
		}},
		// EKS upgrades a cluster whose version leaves standard support, instead of asking six times the price.
		UpgradePolicy:    UpgradePolicy{SupportType: "STANDARD"},
		ZonalShiftConfig: Enabled{true},
		AutoModeConfig:   Enabled{false}, // said, since a later eksctl turns it on otherwise
		IAM: IAM{
			WithOIDC:                true, // for the SecretStores of the environments
			ServiceAccounts:         serviceAccounts(c, identities),
			PodIdentityAssociations: associations(c, identities),
		},
		Addons:            addons(c),
		ManagedNodeGroups: nodeGroups(c),
	}
}

// vpc has a NAT gateway in each zone where production is: with one, the loss of its zone cuts off the others.
func vpc(c *plan.Cluster) VPC {
	gateway := "Single"
	if c.Production() {
		gateway = "HighlyAvailable"
	}
	return VPC{
		CIDR:              c.CIDR,
		NAT:               NAT{Gateway: gateway},
		ClusterEndpoints:  ClusterEndpoints{PrivateAccess: true, PublicAccess: len(c.Public) > 0},
		PublicAccessCIDRs: c.Public,
	}
}

func encryption(c *plan.Cluster) *SecretsEncryption {
	if c.EncryptionKey == "" {
		return nil
	}
	return &SecretsEncryption{KeyARN: c.EncryptionKey}
}
