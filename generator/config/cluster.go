package config

import "github.com/example/fastapi-gitops/generator/input"

// Cluster is clusters/<fleet>/<cluster>.yaml: one EKS cluster. The file names the cluster.
type Cluster struct {
	Name     string          `json:"-"`
	Document *input.Document `json:"-"`

	// Region is the AWS region, such as ap-south-1.
	Region Region `json:"region" required:"true"`
	// Zones are the availability zones of the subnets, two or more.
	Zones []string `json:"zones" required:"true"`
	// CIDR is the address range of the VPC, /16 to /24. Each pod takes an address of it.
	CIDR VPCRange `json:"cidr" required:"true"`
	// Kubernetes is the minor version, in quotes. Default "1.35".
	Kubernetes KubernetesVersion `json:"kubernetes,omitempty"`
	// Environments that the cluster hosts; ["*"] hosts all. Default: the environment of the cluster's own name.
	Environments []string `json:"environments,omitempty"`
	// Role is active or standby; a standby cluster takes over when the active one of its environment fails. Default active.
	Role Role `json:"role,omitempty"`
	// Endpoint says from where the Kubernetes API can be reached.
	Endpoint Endpoint `json:"endpoint,omitempty"`
	// EncryptionKey is the ARN of the KMS key that encrypts Secrets before they are stored, the cluster's log groups, and what it
	// has in AWS Secrets Manager; `make account` makes one for each cluster and prints it. The policy of another one must let both
	// services use it. Default: keys that AWS owns, as EKS encrypts every cluster from Kubernetes 1.28 on.
	EncryptionKey KeyARN `json:"encryptionKey,omitempty"`
	// Logs of the control plane, all types of which go to CloudWatch, and of pods.
	Logs Logs `json:"logs,omitempty"`
	// Nodes are the groups of nodes, by name; each becomes one managed node group a zone, so that a volume's zone can grow
	// by itself. Default: {system: {system: true}, apps: {}}.
	Nodes map[Name]NodeGroup `json:"nodes,omitempty"`
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

// Endpoint is the address of the Kubernetes API. From within the VPC it can always be reached.
type Endpoint struct {
	// Public lists the ranges of the internet from which the API can be reached as well: those of the office and of CI.
	// Default: none, so that whoever makes or enters the cluster must be within its VPC or a network that reaches it.
	Public []PublicRange `json:"public,omitempty"`
	// URL is where the API answers; `make cluster` prints it. With it and the authority the hub's Argo CD comes to the
	// cluster. Default: the cluster is not joined yet. The hub has none.
	URL ServerURL `json:"url,omitempty"`
	// Authority is the certificate by which the API is known; `make cluster` prints it. It comes with the URL.
	Authority Authority `json:"authority,omitempty"`
}

// Logs of the control plane (api, audit, authenticator, controllerManager and scheduler) and of the pods of each namespace.
type Logs struct {
	// Days after which they are deleted. Default 90.
	Days Retention `json:"days,omitempty"`
}

// NodeGroup is a group of equal nodes in each zone.
type NodeGroup struct {
	// Types are EC2 instance types of one size and architecture; the first that a zone has is taken.
	// Default [m7i.large, m6i.large], and for the system [m7i.xlarge, m6i.xlarge].
	Types []InstanceType `json:"types,omitempty"`
	// Min is the number of nodes in each zone at least; 0 lets the autoscaler begin with none. Default 1.
	Min *NodeCount `json:"min,omitempty"`
	// Max is the number of nodes in each zone at most. Default 4, and no less than min.
	Max *NodeCount `json:"max,omitempty"`
	// Disk is the size of a node's volume, in whole Gi. Default 50Gi.
	Disk *Quantity `json:"disk,omitempty"`
	// System keeps the nodes for pods of the platform, which tolerate their taint CriticalAddonsOnly. Default false.
	System bool `json:"system,omitempty"`
}
