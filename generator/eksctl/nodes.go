package eksctl

import (
	"strings"

	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// nodeGroups makes a group in each zone: a group over several would add a node in any of them, and a pod whose volume is in
// one zone might wait for ever (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
func nodeGroups(c *plan.Cluster) []ManagedNodeGroup {
	var groups []ManagedNodeGroup
	for _, g := range c.NodeGroups {
		for _, zone := range c.Zones {
			groups = append(groups, nodeGroup(g, zone, strings.TrimPrefix(zone, c.Region)))
		}
	}
	return groups
}

func nodeGroup(g plan.NodeGroup, zone, letter string) ManagedNodeGroup {
	return ManagedNodeGroup{
		Name:              g.Name + "-" + letter,
		AMIFamily:         "AmazonLinux2023",
		InstanceTypes:     g.Types,
		AvailabilityZones: []string{zone},
		PrivateNetworking: true,
		MinSize:           g.Min,
		MaxSize:           g.Max,
		VolumeType:        "gp3",
		VolumeSize:        g.Disk,
		VolumeEncrypted:   true, // with the key that AWS keeps for EBS
		DisableIMDSv1:     true,
		DisablePodIMDS:    true, // a hop limit of 1: the node's role is out of reach for pods
		Labels:            map[string]string{plan.NodeGroupLabel: g.Name},
		Taints:            taints(g),
		PropagateASGTags:  true, // tells the autoscaler labels and taints of a group without nodes
		UpdateConfig:      UpdateConfig{MaxUnavailable: 1},
		NodeRepairConfig:  Enabled{true},
	}
}

func taints(g plan.NodeGroup) []Taint {
	if !g.System {
		return nil
	}
	return []Taint{{Key: plan.SystemTaint, Value: "true", Effect: corev1.TaintEffectNoSchedule}}
}
