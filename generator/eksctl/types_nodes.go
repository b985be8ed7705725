package eksctl

import corev1 "k8s.io/api/core/v1"

// ManagedNodeGroup is one of EKS. Its volumes are of type gp3.
type ManagedNodeGroup struct {
	Name              string            `json:"name"`
	AMIFamily         string            `json:"amiFamily"`
	InstanceTypes     []string          `json:"instanceTypes"`
	AvailabilityZones []string          `json:"availabilityZones"`
	PrivateNetworking bool              `json:"privateNetworking"`
	MinSize           int64             `json:"minSize"`
	MaxSize           int64             `json:"maxSize"`
	VolumeType        string            `json:"volumeType"`
	VolumeSize        int64             `json:"volumeSize"` // GiB
	VolumeEncrypted   bool              `json:"volumeEncrypted"`
	DisableIMDSv1     bool              `json:"disableIMDSv1"`
	DisablePodIMDS    bool              `json:"disablePodIMDS"`
	Labels            map[string]string `json:"labels"`
	Taints            []Taint           `json:"taints,omitempty"`
	PropagateASGTags  bool              `json:"propagateASGTags"`
	UpdateConfig      UpdateConfig      `json:"updateConfig"`
	NodeRepairConfig  Enabled           `json:"nodeRepairConfig"`
}

// Taint keeps pods that do not tolerate it away from the nodes.
type Taint struct {
	Key    string             `json:"key"`
	Value  string             `json:"value"`
	Effect corev1.TaintEffect `json:"effect"`
}

// UpdateConfig is how many nodes are replaced at once.
type UpdateConfig struct {
	MaxUnavailable int64 `json:"maxUnavailable"`
}

// VPC is one that eksctl makes.
type VPC struct {
	CIDR              string           `json:"cidr"`
	NAT               NAT              `json:"nat"`
	ClusterEndpoints  ClusterEndpoints `json:"clusterEndpoints"`
	PublicAccessCIDRs []string         `json:"publicAccessCIDRs,omitempty"`
}

// NAT is HighlyAvailable, with a gateway in each zone, or Single.
type NAT struct {
	Gateway string `json:"gateway"`
}

// ClusterEndpoints says from where the Kubernetes API can be reached.
type ClusterEndpoints struct {
	PrivateAccess bool `json:"privateAccess"`
	PublicAccess  bool `json:"publicAccess"`
}

// AccessConfig says who may enter the Kubernetes API.
type AccessConfig struct {
	AuthenticationMode                      string        `json:"authenticationMode"`
	BootstrapClusterCreatorAdminPermissions bool          `json:"bootstrapClusterCreatorAdminPermissions"`
	AccessEntries                           []AccessEntry `json:"accessEntries,omitempty"`
}

// AccessEntry lets an IAM role in, as a member of groups or by a policy of EKS.
type AccessEntry struct {
	PrincipalARN     string         `json:"principalARN"`
	Type             string         `json:"type"`
	KubernetesGroups []string       `json:"kubernetesGroups,omitempty"`
	AccessPolicies   []AccessPolicy `json:"accessPolicies,omitempty"`
}

// AccessPolicy is a policy of EKS and where it holds.
type AccessPolicy struct {
	PolicyARN   string      `json:"policyARN"`
	AccessScope AccessScope `json:"accessScope"`
}

// AccessScope is cluster or namespace.
type AccessScope struct {
	Type string `json:"type"`
}
