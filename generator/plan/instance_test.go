package plan_test

import (
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// TestInstancePods holds the tables against eni-max-pods.txt of https://github.com/awslabs/amazon-eks-ami, whose numbers stop
// at the limit of managed node groups here.
func TestInstancePods(t *testing.T) {
	for name, want := range map[string]int64{
		"m7i.large": 29, "m6g.large": 29, "c7a.xlarge": 58, "m6i.2xlarge": 58, "r8g.4xlarge": 110, "c6i.8xlarge": 234,
		"m7g.12xlarge": 234, "m7i.16xlarge": 250,
	} {
		instance, ok := plan.InstanceOf(name)
		if got := instance.Pods(); !ok || got != want {
			t.Errorf("%s: %d pods, known %t, want %d", name, got, ok, want)
		}
	}
}

func TestInstanceOf(t *testing.T) {
	tests := []struct {
		name  string
		want  plan.Instance
		known bool
	}{
		{"m7i.large", plan.Instance{CPU: 2, Memory: 8, Interfaces: 3, Addresses: 10}, true},
		{"r7g.xlarge", plan.Instance{ARM: true, CPU: 4, Memory: 32, Interfaces: 4, Addresses: 15}, true},
		{"c6a.16xlarge", plan.Instance{CPU: 64, Memory: 128, Interfaces: 15, Addresses: 50}, true},
		{"m7i", plan.Instance{}, false},
		{"t3.large", plan.Instance{}, false},
		{"m7i.metal", plan.Instance{}, false},
	}
	for _, tt := range tests {
		got, known := plan.InstanceOf(tt.name)
		if known != tt.known || known && got != tt.want {
			t.Errorf("%s: %+v, known %t, want %+v, %t", tt.name, got, known, tt.want, tt.known)
		}
	}
}

// TestAllocatable has the CPU that EKS leaves (Amazon EKS AMI build, "kube-reserved"), and memory that real nodes of the type
// have more than.
func TestAllocatable(t *testing.T) {
	got := map[string][2]string{}
	for _, name := range []string{"m7i.large", "m7i.xlarge", "m7i.4xlarge"} {
		instance, _ := plan.InstanceOf(name)
		cpu, memory := instance.Allocatable()
		got[name] = [2]string{cpu.String(), memory.String()}
	}
	want := map[string][2]string{
		"m7i.large": {"1930m", "6903Mi"}, "m7i.xlarge": {"3920m", "14162Mi"}, "m7i.4xlarge": {"15890m", "59055Mi"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
