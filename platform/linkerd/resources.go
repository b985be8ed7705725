package linkerd

import (
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// resources is how the chart writes what a container requests and where its limits are.
type resources struct {
	CPU     amount  `json:"cpu"`
	Memory  amount  `json:"memory"`
	Storage *amount `json:"ephemeral-storage,omitempty"`
}

// amount is requested, and a limit where one is set.
type amount struct {
	Request string `json:"request"`
	Limit   string `json:"limit,omitempty"`
}

// Requests of the containers, which are limits too for memory. The destination controller holds every Service, Pod and
// EndpointSlice of the cluster, the policy controller all policies and routes, the injector the owners of pods.
var (
	destination = requests("50m", "256Mi")
	policy      = requests("50m", "128Mi")
	profiles    = requests("10m", "64Mi")
	identity    = requests("20m", "64Mi")
	injector    = requests("50m", "128Mi")
	proxy       = withStorage(requests(plan.Sidecar.CPU, plan.Sidecar.Memory), plan.Sidecar.Storage)
)

func requests(cpu, memory string) resources {
	return resources{CPU: amount{Request: cpu}, Memory: amount{Request: memory, Limit: memory}}
}

func withStorage(r resources, storage string) resources {
	r.Storage = &amount{Request: storage, Limit: storage}
	return r
}

// total of the containers of a pod; the network validator, which has the proxy's requests, is gone before them.
func total(containers ...resources) corev1.ResourceList {
	var cpu, memory resource.Quantity
	for _, r := range containers {
		cpu.Add(resource.MustParse(r.CPU.Request))
		memory.Add(resource.MustParse(r.Memory.Request))
	}
	return corev1.ResourceList{corev1.ResourceCPU: cpu, corev1.ResourceMemory: memory}
}
