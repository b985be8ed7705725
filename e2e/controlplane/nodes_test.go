package controlplane

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

const clusterConfigFile = "../../eksctl/single-cluster/hello.yaml"

func TestGroups(t *testing.T) {
	groups, err := Groups(clusterConfigFile)
	if err != nil {
		t.Fatal(err)
	}
	nodes, err := Nodes(groups)
	if err != nil {
		t.Fatal(err)
	}
	zones := map[string][]string{}
	for _, node := range nodes {
		group := node.Labels["node-group"]
		zones[group] = append(zones[group], node.Labels[corev1.LabelTopologyZone])
		if tainted := len(node.Spec.Taints) > 0; tainted != (group == "system") {
			t.Errorf("%s: taints %v", node.Name, node.Spec.Taints)
		}
	}
	all := []string{"ap-south-1a", "ap-south-1b", "ap-south-1c"}
	if diff := cmp.Diff(map[string][]string{"apps": all, "system": all}, zones); diff != "" {
		t.Error(diff)
	}
}

func TestGroupsRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"zones":   {"managedNodeGroups: [{name: a, availabilityZones: [x, y], instanceTypes: [m7i.large]}]", "one zone"},
		"types":   {"managedNodeGroups: [{name: a, availabilityZones: [x]}]", "instance type"},
		"garbage": {"managedNodeGroups: 1", "managedNodeGroups"},
	} {
		path := filepath.Join(t.TempDir(), "cluster.yaml")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Groups(path); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := Nodes([]Group{{Name: "a", Type: "x1.metal", Min: 1}}); err == nil {
		t.Error("an unknown type has a node")
	}
}

// The figures are worked out by hand from the sources that room cites.
func TestRoom(t *testing.T) {
	for name, want := range map[string]struct{ cpu, memory, pods string }{
		"m7i.large":  {"1930m", "6903Mi", "29"},
		"m7i.xlarge": {"3920m", "14162Mi", "58"},
		"c7g.large":  {"1930m", "3114Mi", "29"},
	} {
		capacity, got, known := room(name, 50)
		if !known {
			t.Errorf("%s is not known", name)
			continue
		}
		for resourceName, quantity := range map[corev1.ResourceName]string{
			corev1.ResourceCPU: want.cpu, corev1.ResourceMemory: want.memory, corev1.ResourcePods: want.pods,
			corev1.ResourceEphemeralStorage: "44Gi",
		} {
			have, most := got[resourceName], capacity[resourceName]
			if have.Cmp(resource.MustParse(quantity)) != 0 || have.Cmp(most) > 0 {
				t.Errorf("%s: %s is %v of %v, want %s", name, resourceName, &have, &most, quantity)
			}
		}
	}
}
