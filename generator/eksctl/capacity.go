package eksctl

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// addonPods are those of the add-ons, with the requests that they come with.
var addonPods = []component.Pods{
	{Replicas: 2, Requests: component.Requests("100m", "70Mi")},   // coredns
	{Replicas: 2, Requests: component.Requests("60m", "240Mi")},   // ebs-csi-controller
	{Replicas: 2, Requests: component.Requests("100m", "200Mi")},  // metrics-server
	{PerNode: true, Requests: component.Requests("50m", "0")},     // aws-node with its network policy agent
	{PerNode: true, Requests: component.Requests("100m", "0")},    // kube-proxy
	{PerNode: true, Requests: component.Requests("30m", "120Mi")}, // ebs-csi-node
	{PerNode: true, Requests: component.Requests("0", "0")},       // eks-pod-identity-agent
}

// CheckCapacity packs the pods of the platform and of the add-ons onto the nodes that a cluster has at least: those for the
// system, or all where none are. Room that only the autoscaler could make is not counted, since it is one of these pods.
func CheckCapacity(c *plan.Cluster, pods []component.Pods) input.Problems {
	nodes := leastNodes(c)
	var single, asked []corev1.ResourceList
	for _, p := range slices.Concat(addonPods, pods) {
		if !p.PerNode {
			single = append(single, slices.Repeat([]corev1.ResourceList{p.Requests}, int(p.Replicas))...)
			continue
		}
		for i := range nodes {
			nodes[i].take(p.Requests)
			asked = append(asked, p.Requests)
		}
	}
	left := pack(single, nodes)
	if left == 0 {
		return nil
	}
	cpu, memory := sum(append(asked, single...))
	return input.Problems{problem(c, field.NewPath("nodes"),
		"too small for the platform, whose %d pods ask for %s CPU and %s of memory: %d of them do not fit on the %d nodes that it has at the least: raise min, or choose larger types",
		len(asked)+len(single), &cpu, &memory, left, len(nodes))}
}

// pack puts pods onto nodes, the largest first and each onto the emptiest that holds it, as the scheduler does
// (https://kubernetes.io/docs/concepts/scheduling-eviction/resource-bin-packing/, "LeastAllocated"), and says how many are left.
func pack(pods []corev1.ResourceList, nodes []room) (left int) {
	slices.SortStableFunc(pods, func(a, b corev1.ResourceList) int { return b.Memory().Cmp(*a.Memory()) })
	for _, request := range pods {
		if n := emptiest(nodes, request); n != nil {
			n.take(request)
		} else {
			left++
		}
	}
	return left
}

// emptiest is the node with the most memory of those that hold a pod; nil if none does.
func emptiest(nodes []room, request corev1.ResourceList) *room {
	var most *room
	for i := range nodes {
		if n := &nodes[i]; n.holds(request) && (most == nil || n.memory.Cmp(most.memory) > 0) {
			most = n
		}
	}
	return most
}

func sum(requests []corev1.ResourceList) (cpu, memory resource.Quantity) {
	for _, r := range requests {
		cpu.Add(*r.Cpu())
		memory.Add(*r.Memory())
	}
	return cpu, memory
}

// room is what pods may still take of a node.
type room struct {
	cpu, memory resource.Quantity
	pods        int64
}

func (r room) holds(request corev1.ResourceList) bool {
	return r.pods > 0 && r.cpu.Cmp(*request.Cpu()) >= 0 && r.memory.Cmp(*request.Memory()) >= 0
}

func (r *room) take(request corev1.ResourceList) {
	r.pods--
	r.cpu.Sub(*request.Cpu())
	r.memory.Sub(*request.Memory())
}

// leastNodes are the nodes that the platform has before the autoscaler runs.
func leastNodes(c *plan.Cluster) []room {
	var nodes []room
	for _, g := range c.NodeGroups {
		if g.System != c.SystemNodes() {
			continue
		}
		instance := g.Instance()
		cpu, memory := instance.Allocatable()
		for range g.Min * int64(len(c.Zones)) {
			nodes = append(nodes, room{cpu.DeepCopy(), memory.DeepCopy(), instance.Pods()})
		}
	}
	return nodes
}
