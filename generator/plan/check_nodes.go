package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Limits of a node group and its names (Amazon EKS API, CreateNodegroup; AWS CloudFormation quotas, "Stack name").
const (
	nodeGroupNameLimit = 63
	stackNameLimit     = 128
	leastDisk          = 20    // GiB, the size of the image
	mostDisk           = 16384 // GiB, of a gp3 volume
)

// reservedAddresses of each subnet: AWS takes five, EKS asks for sixteen to update the control plane, and load balancers
// for eight (Amazon EKS and Elastic Load Balancing User Guides, "Subnet requirements").
const reservedAddresses = 5 + 16 + 8

func (c *checks) nodes(cluster *config.Cluster) {
	at := field.NewPath("nodes")
	known := true
	for _, name := range slices.Sorted(maps.Keys(cluster.Nodes)) {
		c.groupName(cluster, at.Key(string(name)), string(name))
		known = c.nodeGroup(cluster, at.Key(string(name)), cluster.Nodes[name]) && known
	}
	groups := nodeGroups(cluster.Nodes)
	switch {
	case !slices.ContainsFunc(groups, func(g NodeGroup) bool { return !g.System }):
		c.report(cluster.Document, at, "every group is for the system: add-ons that do not tolerate the taint %s need another", SystemTaint)
	case !slices.ContainsFunc(groups, func(g NodeGroup) bool { return !g.System && g.Min > 0 }):
		// eksctl waits for the add-on metrics-server before there is an autoscaler
		c.report(cluster.Document, at, "no group starts a node but for the system, and add-ons that do not tolerate the taint %s need one at once: give one a min of 1", SystemTaint)
	}
	if known {
		c.addresses(cluster, groups)
	}
}

// groupName checks the names that are made of a group's: of the node group and of its stack.
func (c *checks) groupName(cluster *config.Cluster, at *field.Path, name string) {
	group := name + "-a"
	stack := "eksctl-" + cluster.Name + "-nodegroup-" + group
	if len(group) > nodeGroupNameLimit || len(stack) > stackNameLimit {
		c.report(cluster.Document, at, "the node group %s or its stack %s has too long a name, %d and %d characters are allowed: shorten it",
			group, stack, nodeGroupNameLimit, stackNameLimit)
	}
}

// nodeGroup reports whether the program knows the group's types.
func (c *checks) nodeGroup(cluster *config.Cluster, at *field.Path, g config.NodeGroup) bool {
	resolved := nodeGroup("", g)
	if resolved.Min > resolved.Max {
		c.report(cluster.Document, at.Child("max"), "%d is below the %d nodes that each zone has at least: raise it, or lower min", resolved.Max, resolved.Min)
	}
	if resolved.Max == 0 {
		c.report(cluster.Document, at.Child("max"), "a group of no nodes: remove it, or raise max")
	}
	if g.Disk != nil && (g.Disk.Value()%(1<<30) != 0 || resolved.Disk < leastDisk || resolved.Disk > mostDisk) {
		c.report(cluster.Document, at.Child("disk"), "%s is not the size of a node's volume: expected whole Gi from %dGi to %dGi", g.Disk, leastDisk, mostDisk)
	}
	return c.instanceTypes(cluster, at.Child("types"), g.Types)
}

// instanceTypes of a group are equal in what counts: the autoscaler plans with the first one, and an image is for one
// architecture (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md,
// "Using Mixed Instances Policies").
func (c *checks) instanceTypes(cluster *config.Cluster, at *field.Path, types []config.InstanceType) bool {
	known := true
	for i, t := range types {
		instance, ok := InstanceOf(string(t))
		first, _ := InstanceOf(string(types[0]))
		switch {
		case !ok:
			known = false
			c.report(cluster.Document, at.Index(i), "the program does not know instance type %s: expected one of the families %s in a size of %s",
				t, strings.Join(slices.Sorted(maps.Keys(families)), ", "), strings.Join(slices.SortedFunc(maps.Keys(sizes), bySize), ", "))
		case slices.Contains(types[:i], t):
			c.report(cluster.Document, at.Index(i), "%q is listed twice", t)
		case !known:
		case instance.ARM != first.ARM:
			c.report(cluster.Document, at.Index(i), "%s and %s have different architectures: make a group for each", t, types[0])
		case instance.CPU != first.CPU || instance.Memory != first.Memory:
			c.report(cluster.Document, at.Index(i), "%s has %d vCPUs and %d GiB, and %s %d and %d: the autoscaler takes the nodes of a group for equal",
				t, instance.CPU, instance.Memory, types[0], first.CPU, first.Memory)
		}
	}
	return known
}

func bySize(a, b string) int { return int(sizes[a].cpu - sizes[b].cpu) }

// addresses checks that each private subnet holds the zone's nodes at their most, each with every address that it may take.
func (c *checks) addresses(cluster *config.Cluster, groups []NodeGroup) {
	needed := int64(reservedAddresses)
	for _, g := range groups {
		instance := g.Instance()
		needed += g.Max * instance.Interfaces * instance.Addresses
	}
	bits := subnetBits(cluster.CIDR.Bits(), len(cluster.Zones))
	if has := int64(1) << (32 - bits); has < needed {
		c.report(cluster.Document, field.NewPath("cidr"), "%s gives each zone a private subnet of %d addresses, and its nodes at their most, with their pods, take %d: widen the range, or lower max in nodes",
			cluster.CIDR, has, needed)
	}
}
