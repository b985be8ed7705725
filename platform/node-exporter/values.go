package nodeexporter

import (
	"github.com/example/fastapi-gitops/generator/component"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// values are those of the chart prometheus-node-exporter 4.56.1 that differ from its own. Its pods run as nobody, on nodes with
// whatever taint that keeps pods from being scheduled.
type values struct {
	// NameOverride becomes the label job, by which the rules and dashboards of kube-prometheus-stack know the metrics.
	NameOverride             string                      `json:"nameOverride"`
	Image                    image                       `json:"image"`
	ExtraArgs                []string                    `json:"extraArgs"`
	Prometheus               prometheus                  `json:"prometheus"`
	PriorityClassName        string                      `json:"priorityClassName"`
	Resources                corev1.ResourceRequirements `json:"resources"`
	ContainerSecurityContext corev1.SecurityContext      `json:"containerSecurityContext"`
}

type image struct {
	Distroless bool `json:"distroless"` // without a shell
}

type prometheus struct {
	Monitor enabled `json:"monitor"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

var requests = component.Requests("20m", "64Mi")

var chartValues = values{
	NameOverride: name,
	Image:        image{Distroless: true},
	// of each disk once: not what is mounted for pods, and nothing that is no disk
	ExtraArgs: []string{
		"--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/kubelet/.+)($|/)",
		"--collector.filesystem.fs-types-exclude=^(" + strings.Join(notDisks, "|") + ")$",
	},
	Prometheus:        prometheus{Monitor: enabled{true}},
	PriorityClassName: "system-node-critical", // a full node is one to hear from
	Resources:         component.Bounded(requests),
	ContainerSecurityContext: corev1.SecurityContext{
		AllowPrivilegeEscalation: ptr.To(false),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		SeccompProfile:           &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	},
}

// notDisks are the kinds of file systems that nobody fills.
var notDisks = []string{
	"autofs", "binfmt_misc", "bpf", "cgroup2?", "configfs", "debugfs", "devpts", "devtmpfs", "fusectl", "hugetlbfs", "mqueue",
	"nsfs", "overlay", "proc", "procfs", "pstore", "rpc_pipefs", "securityfs", "selinuxfs", "squashfs", "sysfs", "tracefs",
}
