package awsforfluentbit

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// values are those of the chart aws-for-fluent-bit 0.2.0 that differ from its own.
type values struct {
	Service                  service                     `json:"service"`
	Input                    input                       `json:"input"`
	Filter                   enabled                     `json:"filter"`
	AdditionalFilters        string                      `json:"additionalFilters"`
	CloudWatchLogs           cloudWatchLogs              `json:"cloudWatchLogs"`
	ServiceAccount           serviceAccount              `json:"serviceAccount"`
	ContainerSecurityContext *corev1.SecurityContext     `json:"containerSecurityContext"`
	PodSecurityContext       *corev1.PodSecurityContext  `json:"podSecurityContext"`
	PriorityClassName        string                      `json:"priorityClassName"`
	Resources                corev1.ResourceRequirements `json:"resources"`
	Tolerations              []corev1.Toleration         `json:"tolerations"`
	Volumes                  []corev1.Volume             `json:"volumes"`
	VolumeMounts             []corev1.VolumeMount        `json:"volumeMounts"`
	LivenessProbe            probe                       `json:"livenessProbe"`
	ReadinessProbe           probe                       `json:"readinessProbe"`
	ServiceMonitor           serviceMonitor              `json:"serviceMonitor"`
}

type service struct {
	ExtraService string `json:"extraService"`
	ExtraParsers string `json:"extraParsers"`
}

type input struct {
	Tag             string `json:"tag"`
	DB              string `json:"db"`
	MultilineParser string `json:"multilineParser"`
	MemBufLimit     string `json:"memBufLimit"`
	ExtraInputs     string `json:"extraInputs"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

type cloudWatchLogs struct {
	Region            string `json:"region"`
	LogGroupName      string `json:"logGroupName"`
	LogGroupTemplate  string `json:"logGroupTemplate"`
	LogStreamPrefix   string `json:"logStreamPrefix"`
	LogStreamTemplate string `json:"logStreamTemplate"`
	AutoCreateGroup   bool   `json:"autoCreateGroup"`
	ExtraOutputs      string `json:"extraOutputs"`
}

// serviceAccount is one of ours, whose token no pod gets.
type serviceAccount struct {
	Create bool `json:"create"`
}

type probe struct {
	HTTPGet          httpGet `json:"httpGet"`
	FailureThreshold int32   `json:"failureThreshold"`
	TimeoutSeconds   int32   `json:"timeoutSeconds"`
}

type httpGet struct {
	Path string `json:"path"`
	Port int32  `json:"port"`
}

type serviceMonitor struct {
	Enabled       bool   `json:"enabled"`
	TelemetryPath string `json:"telemetryPath"`
}

var requests = component.Requests("50m", "192Mi") // what is buffered in memory, and as much again for what is on its way

func valuesFor(c *plan.Cluster) values {
	return values{
		Service: service{ExtraService: serviceText, ExtraParsers: parsersText},
		Input: input{
			Tag: "kube.<namespace_name>.<container_name>.<pod_name>",
			DB:  state + "/tail.db",
			// EKS has containerd, which writes as CRI has it; long lines come in parts
			MultilineParser: "cri",
			MemBufLimit:     "16MB",
			ExtraInputs:     inputText,
		},
		// It would ask the API server for what the names of the files say.
		Filter:            enabled{false},
		AdditionalFilters: filtersText,
		CloudWatchLogs: cloudWatchLogs{
			Region:            c.Region,
			LogGroupTemplate:  c.LogGroup("$TAG[1]"),
			LogStreamTemplate: "$TAG[3].$TAG[2]",
			// what has no such tag, which the names of containerd's files rule out
			LogGroupName:    c.LogGroup(name),
			LogStreamPrefix: "untagged-",
			AutoCreateGroup: false,
			ExtraOutputs:    outputText,
		},
		ServiceAccount: serviceAccount{Create: false},
		// the files are root's; it needs no more than to be their owner
		PodSecurityContext: &corev1.PodSecurityContext{
			RunAsUser:      ptr.To[int64](0),
			RunAsGroup:     ptr.To[int64](0),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		ContainerSecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: ptr.To(false),
			ReadOnlyRootFilesystem:   ptr.To(true),
			Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
		PriorityClassName: "system-node-critical",
		Resources:         component.Bounded(requests),
		Tolerations:       []corev1.Toleration{{Operator: corev1.TolerationOpExists}}, // pods run on every node
		Volumes:           volumes,
		VolumeMounts:      mounts,
		LivenessProbe:     probeOf("/"), // a restart mends nothing that is wrong at AWS
		ReadinessProbe:    probeOf("/api/v1/health"),
		ServiceMonitor:    serviceMonitor{Enabled: true, TelemetryPath: "/api/v2/metrics/prometheus"},
	}
}

func probeOf(path string) probe {
	return probe{HTTPGet: httpGet{Path: path, Port: metricsPort}, FailureThreshold: 3, TimeoutSeconds: 5}
}

// volumes are directories of the node: what containers write is only read, and what was read and not sent yet outlives the pod.
var (
	volumes = []corev1.Volume{
		hostPath("logs", logs, corev1.HostPathDirectory),
		hostPath("state", state, corev1.HostPathDirectoryOrCreate),
	}
	mounts = []corev1.VolumeMount{
		{Name: "logs", MountPath: logs, ReadOnly: true},
		{Name: "state", MountPath: state},
	}
)

func hostPath(name, path string, kind corev1.HostPathType) corev1.Volume {
	from := &corev1.HostPathVolumeSource{Path: path, Type: &kind}
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{HostPath: from}}
}
