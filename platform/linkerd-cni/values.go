package linkerdcni

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// values are those of the chart linkerd2-cni 2026.8.3 that differ from its own. Its directories are those of EKS, its DaemonSet
// tolerates every taint, and its mode of iptables is that of Amazon Linux 2023.
type values struct {
	Image             image            `json:"image"`
	PriorityClassName string           `json:"priorityClassName"`
	RepairController  repairController `json:"repairController"`
	Resources         resources        `json:"resources"`
}

type image struct {
	Version string `json:"version"`
}

// repairController deletes pods that started on a new node before the plugin was there: their proxies would be passed by, so
// they don't become ready.
type repairController struct {
	Enabled   bool      `json:"enabled"`
	LogFormat string    `json:"logFormat"`
	Resources resources `json:"resources"`
}

type resources struct {
	CPU     amount `json:"cpu"`
	Memory  amount `json:"memory"`
	Storage amount `json:"ephemeral-storage"`
}

// amount is requested, and a limit where one is set.
type amount struct {
	Request string `json:"request"`
	Limit   string `json:"limit,omitempty"`
}

var chartValues = values{
	// The chart has an alpha version, whose installer is written anew; this is the last release of the one before, which the
	// chart had until two months earlier with the same templates (https://github.com/linkerd/linkerd2/pull/15457).
	Image: image{Version: "v1.6.8"},
	// A node without it runs no meshed pod: the strongest class, of what a node itself needs.
	PriorityClassName: "system-node-critical",
	RepairController: repairController{
		Enabled:   true,
		LogFormat: "json",
		Resources: modest,
	},
	Resources: modest,
}

// modest is for each of the two containers: one sleeps until a file changes, the other watches the pods of its node.
var modest = resources{
	CPU:     amount{Request: "10m"},
	Memory:  amount{Request: "64Mi", Limit: "64Mi"},
	Storage: amount{Request: "64Mi", Limit: "64Mi"},
}

func requested() corev1.ResourceList {
	total := corev1.ResourceList{}
	for _, r := range []resources{chartValues.Resources, chartValues.RepairController.Resources} {
		add(total, corev1.ResourceCPU, r.CPU)
		add(total, corev1.ResourceMemory, r.Memory)
	}
	return total
}

func add(total corev1.ResourceList, name corev1.ResourceName, a amount) {
	sum := total[name]
	sum.Add(resource.MustParse(a.Request))
	total[name] = sum
}
