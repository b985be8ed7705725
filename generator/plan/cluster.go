package plan

import (
	"maps"
	"path"
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/utils/ptr"
)

// Defaults of <cluster>.yaml beside those of its own fields.
const (
	defaultLogDays = 90
	defaultMin     = 1
	defaultMax     = 4
	defaultDisk    = 50 // GiB
)

var (
	defaultTypes       = []config.InstanceType{"m7i.large", "m6i.large"}
	defaultSystemTypes = []config.InstanceType{"m7i.xlarge", "m6i.xlarge"}
)

// defaultNodes are two groups: apps cannot take the room that the platform needs.
func defaultNodes() map[config.Name]config.NodeGroup {
	return map[config.Name]config.NodeGroup{"system": {System: true}, "apps": {}}
}

// NodeGroup is a group of equal nodes in each zone of a cluster.
type NodeGroup struct {
	Name     string
	Types    []string // in the order in which they are tried
	Min, Max int64    // nodes in each zone
	Disk     int64    // GiB
	System   bool     // for pods of the platform alone
}

// Instance is that of its types, which are of one size.
func (g NodeGroup) Instance() Instance {
	instance, _ := InstanceOf(g.Types[0])
	return instance
}

// NodeGroupLabel is the label of a node with the name of its group; eksctl refuses labels of kubernetes.io, and those
// without a prefix are the user's (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/).
const NodeGroupLabel = "node-group"

// SystemTaint is the key of the taint of nodes that are for the platform. CoreDNS and the EBS CSI controller of EKS tolerate
// this one as they come.
const SystemTaint = "CriticalAddonsOnly"

// SystemNodes reports whether the cluster keeps nodes for the platform, which then tolerates SystemTaint there.
func (c *Cluster) SystemNodes() bool {
	return slices.ContainsFunc(c.NodeGroups, func(g NodeGroup) bool { return g.System })
}

// Production reports whether the cluster hosts an environment that people rely on.
func (c *Cluster) Production() bool {
	return slices.ContainsFunc(c.Namespaces, func(n *Namespace) bool { return n.Environment.Production })
}

// Joined reports whether the hub's Argo CD knows the way to the cluster; to the hub itself it needs none.
func (c *Cluster) Joined() bool { return c.Server != "" }

// ARN is that of a resource of the cluster's account in its region, such as nodegroup/hello/* of the service eks.
func (c *Cluster) ARN(service, resource string) string {
	return "arn:" + PartitionOf(c.Region).Name + ":" + service + ":" + c.Region + ":" + c.Fleet.Account + ":" + resource
}

// PolicyARN is that of an IAM policy that AWS keeps, such as service-role/AmazonEBSCSIDriverPolicyV2.
func (c *Cluster) PolicyARN(name string) string {
	return "arn:" + PartitionOf(c.Region).Name + ":iam::aws:policy/" + name
}

// ARN is that of something in the fleet's account which belongs to no region, such as role/hello-argocd.
func (f *Fleet) ARN(service, resource string) string {
	return "arn:" + PartitionOf(f.Hub.Region).Name + ":" + service + "::" + f.Account + ":" + resource
}

// ConfigDir is the directory of what eksctl and CloudFormation apply for a fleet.
func (f *Fleet) ConfigDir() string { return path.Join("eksctl", f.Name) }

// OwnsAccount reports whether the fleet makes what its account has but once.
func (f *Fleet) OwnsAccount() bool { return f.AccountOwner == f.Name }

// nodeGroups resolves the groups of a cluster, sorted by name.
func nodeGroups(nodes map[config.Name]config.NodeGroup) []NodeGroup {
	if len(nodes) == 0 {
		nodes = defaultNodes()
	}
	var groups []NodeGroup
	for _, name := range slices.Sorted(maps.Keys(nodes)) {
		groups = append(groups, nodeGroup(string(name), nodes[name]))
	}
	return groups
}

func nodeGroup(name string, g config.NodeGroup) NodeGroup {
	least := int64(ptr.Deref(g.Min, defaultMin))
	resolved := NodeGroup{
		Name:   name,
		Min:    least,
		Max:    int64(ptr.Deref(g.Max, config.NodeCount(max(defaultMax, least)))),
		Disk:   defaultDisk,
		System: g.System,
	}
	types := g.Types
	switch {
	case len(types) == 0 && g.System:
		types = defaultSystemTypes
	case len(types) == 0:
		types = defaultTypes
	}
	for _, t := range types {
		resolved.Types = append(resolved.Types, string(t))
	}
	if g.Disk != nil {
		resolved.Disk = g.Disk.Value() >> 30
	}
	return resolved
}
