package config

import "github.com/example/fastapi-gitops/generator/input"

// Fleet is clusters/<fleet>/fleet.yaml: one Argo CD and what it manages. The directory names the fleet.
type Fleet struct {
	Name     string          `json:"-"`
	Document *input.Document `json:"-"`
	Clusters []Cluster       `json:"-"`

	// Repository is the git URL that Argo CD reads, over https or ssh.
	Repository GitURL `json:"repository" required:"true"`
	// Branch that Argo CD follows. Default main.
	Branch BranchName `json:"branch,omitempty"`
	// Domain under which every host of the fleet stands: <app>.<environment>.<domain>.
	Domain Domain `json:"domain" required:"true"`
	// Account is the AWS account, twelve digits in quotes.
	Account AccountID `json:"account" required:"true"`
	// Hub names the cluster that runs Argo CD.
	Hub Name `json:"hub" required:"true"`
	// Groups are the names, as the identity provider says them, of the people whom RBAC admits.
	Groups Groups `json:"groups" required:"true"`
}

// Groups names the two groups of people.
type Groups struct {
	// Developers edit where an environment says so and read elsewhere.
	Developers GroupName `json:"developers" required:"true"`
	// Operators restart, scale and evict in every environment.
	Operators GroupName `json:"operators" required:"true"`
}

// Cluster is clusters/<fleet>/<cluster>.yaml: one EKS cluster. The file names the cluster.
type Cluster struct {
	Name     string          `json:"-"`
	Document *input.Document `json:"-"`

	// Region is the AWS region, such as ap-south-1.
	Region Region `json:"region" required:"true"`
	// Zones are the availability zones of the subnets, two or more.
	Zones []string `json:"zones" required:"true"`
	// CIDR is the address range of the VPC, /16 to /24.
	CIDR VPCRange `json:"cidr" required:"true"`
	// Kubernetes is the minor version, in quotes. Default "1.35".
	Kubernetes KubernetesVersion `json:"kubernetes,omitempty"`
	// Environments that the cluster hosts; ["*"] hosts all. Default: the environment of the cluster's own name.
	Environments []string `json:"environments,omitempty"`
	// Role is active or standby; a standby cluster takes over when the active one of its environment fails. Default active.
	Role Role `json:"role,omitempty"`
}

// Role says whether a cluster serves or waits.
type Role string

// The roles of a cluster.
const (
	Active  Role = "active"
	Standby Role = "standby"
)

// Values lists the roles.
func (Role) Values() []string { return []string{string(Active), string(Standby)} }
