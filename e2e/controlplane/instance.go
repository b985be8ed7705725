package controlplane

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// instances are the EC2 sizes that node groups here use: vCPUs, and the pods that the network interfaces have addresses
// for (eni-max-pods.txt in https://github.com/awslabs/amazon-eks-ami).
var instances = map[string]struct{ cpu, pods int64 }{
	"large":   {2, 29},
	"xlarge":  {4, 58},
	"2xlarge": {8, 58},
	"4xlarge": {16, 110},
}

// memoryPerCPU is the GiB that a family has for each vCPU, by its first letter
// (https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html).
var memoryPerCPU = map[byte]int64{'c': 2, 'm': 4, 'r': 8}

// room is the capacity of an instance type and what of it pods may request; false for a type that is not known here.
// EKS reserves 60 thousandths of the first core, 10 of the second, 5 of the next two each and 2.5 of each more, 255 MiB
// and 11 MiB for each pod, and the kubelet evicts below 100 MiB (nodeadm in
// https://github.com/awslabs/amazon-eks-ami); 7.5 % of the memory are the hypervisor's and the kernel's
// (vmMemoryOverheadPercent of https://karpenter.sh). Of the disk, in GiB, EKS reserves 1 GiB, and the kubelet evicts below a
// tenth.
func room(name string, disk int64) (capacity, allocatable corev1.ResourceList, known bool) {
	family, size, _ := strings.Cut(name, ".")
	i, sized := instances[size]
	if family == "" || !sized || memoryPerCPU[family[0]] == 0 {
		return nil, nil, false
	}
	mebibytes := i.cpu * memoryPerCPU[family[0]] * 1024 * 925 / 1000
	reserved := 70 + 5*min(2, i.cpu-2) + max(0, i.cpu-4)*5/2
	return resources(i.cpu*1000, mebibytes, disk<<10, i.pods),
		resources(i.cpu*1000-reserved, mebibytes-255-11*i.pods-100, disk<<10*9/10-1<<10, i.pods), true
}

func resources(milliCPU, mebibytes, diskMebibytes, pods int64) corev1.ResourceList {
	return corev1.ResourceList{
		corev1.ResourceCPU:              *resource.NewMilliQuantity(milliCPU, resource.DecimalSI),
		corev1.ResourceMemory:           *resource.NewQuantity(mebibytes<<20, resource.BinarySI),
		corev1.ResourceEphemeralStorage: *resource.NewQuantity(diskMebibytes<<20, resource.BinarySI),
		corev1.ResourcePods:             *resource.NewQuantity(pods, resource.DecimalSI),
	}
}

// architecture is what the images of an instance type's nodes are built for: types like m7g are Graviton's.
func architecture(name string) string {
	if family, _, _ := strings.Cut(name, "."); strings.HasSuffix(family, "g") {
		return "arm64"
	}
	return "amd64"
}
