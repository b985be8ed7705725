package plan

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Instance is what a type of EC2 instance has for pods.
type Instance struct {
	ARM    bool
	CPU    int64 // vCPUs
	Memory int64 // GiB
	// Interfaces that it may have, and the IPv4 addresses of each.
	Interfaces, Addresses int64
}

// families of the generations 6 to 8 by the GiB that they have for each vCPU
// (https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html). Burstable ones are left out: the platform
// uses its nodes steadily.
var families = map[string]int64{
	"c6a": 2, "c6g": 2, "c6i": 2, "c7a": 2, "c7g": 2, "c7i": 2, "c8g": 2,
	"m6a": 4, "m6g": 4, "m6i": 4, "m7a": 4, "m7g": 4, "m7i": 4, "m8g": 4,
	"r6a": 8, "r6g": 8, "r6i": 8, "r7a": 8, "r7g": 8, "r7i": 8, "r8g": 8,
}

// sizes that each of the families has: vCPUs, network interfaces and addresses of each (the same page, "Network
// specifications"; the pods that follow are those of eni-max-pods.txt in https://github.com/awslabs/amazon-eks-ami).
var sizes = map[string]struct{ cpu, interfaces, addresses int64 }{
	"large":    {2, 3, 10},
	"xlarge":   {4, 4, 15},
	"2xlarge":  {8, 4, 15},
	"4xlarge":  {16, 8, 30},
	"8xlarge":  {32, 8, 30},
	"12xlarge": {48, 8, 30},
	"16xlarge": {64, 15, 50},
}

// InstanceOf is the instance of a type, such as m7i.large, and false for one that is not in the tables here.
func InstanceOf(name string) (Instance, bool) {
	family, size, _ := strings.Cut(name, ".")
	ratio, known := families[family]
	s, sized := sizes[size]
	return Instance{
		ARM:        strings.HasSuffix(family, "g"),
		CPU:        s.cpu,
		Memory:     s.cpu * ratio,
		Interfaces: s.interfaces,
		Addresses:  s.addresses,
	}, known && sized
}

// Pods that a node takes: each has an address of its own but for the first of each interface, and two are in the node's
// network. EKS takes no more than 110 on nodes of less than 30 vCPUs and 250 on others (Amazon EKS User Guide, "Choose an
// optimal Amazon EC2 node instance type").
func (i Instance) Pods() int64 {
	most := int64(110)
	if i.CPU >= 30 {
		most = 250
	}
	return min(i.Interfaces*(i.Addresses-1)+2, most)
}

// Allocatable is what pods may request of a node: CPU, and memory in bytes. EKS reserves CPU by the number of cores and
// memory by that of pods, the kubelet evicts below 100 MiB (nodeadm in https://github.com/awslabs/amazon-eks-ami), and
// 7.5 % of the memory is the hypervisor's and the kernel's (vmMemoryOverheadPercent of https://karpenter.sh).
func (i Instance) Allocatable() (cpu, memory resource.Quantity) {
	const mebibyte = 1 << 20
	// thousandths of a core: 60 of the first, 10 of the second, 5 of the next two each, 2.5 of each more
	reserved := 60 + 10 + 5*min(2, i.CPU-2) + (i.CPU-min(4, i.CPU))*5/2
	visible := i.Memory * 1024 * 925 / 1000
	return *resource.NewMilliQuantity(1000*i.CPU-reserved, resource.DecimalSI),
		*resource.NewQuantity((visible-255-11*i.Pods()-100)*mebibyte, resource.BinarySI)
}
