package controlplane

import (
	"cmp"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// clusterConfig is what node groups need of eksctl's ClusterConfig (https://schema.eksctl.io).
type clusterConfig struct {
	Metadata struct {
		Region string `json:"region"`
	} `json:"metadata"`
	ManagedNodeGroups []managedNodeGroup `json:"managedNodeGroups"`
}

type managedNodeGroup struct {
	Name              string            `json:"name"`
	InstanceTypes     []string          `json:"instanceTypes"`
	AvailabilityZones []string          `json:"availabilityZones"`
	Labels            map[string]string `json:"labels"`
	Taints            []corev1.Taint    `json:"taints"`
	MinSize           int               `json:"minSize"`
	MaxSize           int               `json:"maxSize"`
	DesiredCapacity   int               `json:"desiredCapacity"`
	VolumeSize        int64             `json:"volumeSize"` // GiB
}

// Groups are the managed node groups of a file with an eksctl ClusterConfig. Each has to be of one zone, as groups that
// Cluster Autoscaler is to scale have to be where volumes or the spread over zones matter.
func Groups(path string) ([]Group, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var config clusterConfig
	if err := yaml.Unmarshal(content, &config); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var groups []Group
	for _, g := range config.ManagedNodeGroups {
		if len(g.AvailabilityZones) != 1 || len(g.InstanceTypes) == 0 {
			return nil, fmt.Errorf("%s: node group %s: want one zone and an instance type, got %v and %v",
				path, g.Name, g.AvailabilityZones, g.InstanceTypes)
		}
		groups = append(groups, Group{
			Name: g.Name, Region: config.Metadata.Region, Zone: g.AvailabilityZones[0], Type: g.InstanceTypes[0], Disk: g.VolumeSize,
			Labels: g.Labels, Taints: g.Taints, Min: cmp.Or(g.DesiredCapacity, g.MinSize), Max: g.MaxSize,
		})
	}
	return groups, nil
}
