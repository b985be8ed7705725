package controlplane

import (
	"context"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// labelGroup is how EKS labels a node with its managed node group
// (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
const labelGroup = "eks.amazonaws.com/nodegroup"

// Group is a managed node group in one zone.
type Group struct {
	Name     string
	Region   string
	Zone     string
	Type     string // of the EC2 instance, such as m7i.large
	Disk     int64  // GiB
	Labels   map[string]string
	Taints   []corev1.Taint
	Min, Max int
}

// Node is the n-th of the group, counted from 0, as EKS has it register.
func (g Group) Node(n int) (*corev1.Node, error) {
	capacity, allocatable, known := room(g.Type, g.Disk)
	if !known {
		return nil, fmt.Errorf("node group %s: unknown instance type %q", g.Name, g.Type)
	}
	name := fmt.Sprintf("%s-%d.%s.compute.internal", g.Name, n, g.Region)
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name:   name,
			Labels: g.labels(name),
			// what kwok's documentation marks its nodes with (https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/)
			Annotations: map[string]string{"kwok.x-k8s.io/node": "fake"},
		},
		Spec: corev1.NodeSpec{
			ProviderID: fmt.Sprintf("aws:///%s/i-%s-%d", g.Zone, g.Name, n),
			Taints:     g.Taints,
		},
		Status: corev1.NodeStatus{
			Capacity:    capacity,
			Allocatable: allocatable,
			NodeInfo: corev1.NodeSystemInfo{
				Architecture: architecture(g.Type), OperatingSystem: "linux", KubeletVersion: "v1.35.4",
			},
		},
	}, nil
}

func (g Group) labels(name string) map[string]string {
	labels := map[string]string{
		corev1.LabelHostname:           name,
		corev1.LabelTopologyZone:       g.Zone,
		corev1.LabelTopologyRegion:     g.Region,
		corev1.LabelInstanceTypeStable: g.Type,
		corev1.LabelArchStable:         architecture(g.Type),
		corev1.LabelOSStable:           "linux",
		labelGroup:                     g.Name,
	}
	maps.Copy(labels, g.Labels)
	return labels
}

// Nodes are the least that each group has, which is what it starts with.
func Nodes(groups []Group) ([]*corev1.Node, error) {
	var nodes []*corev1.Node
	for _, g := range groups {
		for n := range g.Min {
			node, err := g.Node(n)
			if err != nil {
				return nil, err
			}
			nodes = append(nodes, node)
		}
	}
	return nodes, nil
}

// AddNode creates a node with the next address; kwok makes it ready soon.
func (c *Cluster) AddNode(ctx context.Context, node *corev1.Node) error {
	c.mu.Lock()
	c.nodes++
	n := c.nodes
	c.mu.Unlock()
	node = node.DeepCopy()
	node.Status.Addresses = []corev1.NodeAddress{
		{Type: corev1.NodeInternalIP, Address: nodeIP(n)}, {Type: corev1.NodeHostName, Address: node.Name},
	}
	_, err := c.Admin.Kubernetes.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	return err
}
