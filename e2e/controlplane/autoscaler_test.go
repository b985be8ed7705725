package controlplane

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// testAutoscale asks for a CPU each on three nodes of apps, which have not two to spare: others are added, in all zones.
func testAutoscale(t *testing.T, c *Cluster, groups []Group) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- c.Autoscale(ctx, groups) }()
	deploy(t, c, "autoscale", "1", 7)
	list, err := c.Admin.Kubernetes.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: "node-group=apps"})
	if err != nil {
		t.Fatal(err)
	}
	var zones, addresses []string
	for _, node := range list.Items {
		zones = append(zones, node.Labels[corev1.LabelTopologyZone])
		addresses = append(addresses, node.Status.Addresses[0].Address)
	}
	slices.Sort(zones)
	want := []string{"ap-south-1a", "ap-south-1a", "ap-south-1a", "ap-south-1b", "ap-south-1b", "ap-south-1c", "ap-south-1c"}
	if diff := cmp.Diff(want, zones); diff != "" {
		t.Error(diff)
	}
	slices.Sort(addresses)
	if unique := slices.Compact(addresses); len(unique) != len(want) {
		t.Errorf("nodes share addresses: %v", addresses)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestFits(t *testing.T) {
	node, err := Group{Name: "a", Zone: "z", Type: "m7i.large", Disk: 50, Labels: map[string]string{"size": "2"}, Taints: []corev1.Taint{
		{Key: "only", Value: "true", Effect: corev1.TaintEffectNoSchedule},
	}}.Node(0)
	if err != nil {
		t.Fatal(err)
	}
	always := corev1.ContainerRestartPolicyAlways
	cpu := func(q string) corev1.Container {
		return corev1.Container{Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(q)}}}
	}
	affinity := func(operator corev1.NodeSelectorOperator, values ...string) func(*corev1.PodSpec) {
		return func(s *corev1.PodSpec) {
			s.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
				RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
					MatchExpressions: []corev1.NodeSelectorRequirement{{Key: "size", Operator: operator, Values: values}},
				}}},
			}}
		}
	}
	for name, c := range map[string]struct {
		edit func(*corev1.PodSpec)
		want bool
	}{
		"as it is":       {func(*corev1.PodSpec) {}, true},
		"untolerated":    {func(s *corev1.PodSpec) { s.Tolerations = nil }, false},
		"too large":      {func(s *corev1.PodSpec) { s.Containers = append(s.Containers, cpu("2")) }, false},
		"init too large": {func(s *corev1.PodSpec) { s.InitContainers = append(s.InitContainers, cpu("2")) }, false},
		"init fits":      {func(s *corev1.PodSpec) { s.InitContainers = append(s.InitContainers, cpu("1900m")) }, true},
		"sidecar adds": {func(s *corev1.PodSpec) {
			sidecar := cpu("1900m")
			sidecar.RestartPolicy = &always
			s.InitContainers = append(s.InitContainers, sidecar)
		}, false},
		"other node":   {func(s *corev1.PodSpec) { s.NodeSelector = map[string]string{"size": "3"} }, false},
		"in":           {affinity(corev1.NodeSelectorOpIn, "1", "2"), true},
		"not in":       {affinity(corev1.NodeSelectorOpNotIn, "2"), false},
		"greater than": {affinity(corev1.NodeSelectorOpGt, "1"), true},
		"not there":    {affinity(corev1.NodeSelectorOpDoesNotExist), false},
	} {
		pod := &corev1.Pod{Spec: corev1.PodSpec{
			Containers:  []corev1.Container{cpu("100m")},
			Tolerations: []corev1.Toleration{{Key: "only", Operator: corev1.TolerationOpExists}},
		}}
		c.edit(&pod.Spec)
		if got := newFree(node).fits(pod); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
