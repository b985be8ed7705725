package velero

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// values are those of the chart velero 12.1.0 that differ from its own. Velero runs once.
type values struct {
	InitContainers []corev1.Container `json:"initContainers"`
	// UpgradeCRDs is a Job before each sync; Argo CD applies the chart's CRDs as it applies everything.
	UpgradeCRDs              bool                        `json:"upgradeCRDs"`
	Configuration            configuration               `json:"configuration"`
	Credentials              credentials                 `json:"credentials"`
	ServiceAccount           serviceAccounts             `json:"serviceAccount"`
	RBAC                     rbac                        `json:"rbac"`
	Schedules                map[string]schedule         `json:"schedules"`
	Metrics                  metrics                     `json:"metrics"`
	PodSecurityContext       *corev1.PodSecurityContext  `json:"podSecurityContext"`
	ContainerSecurityContext *corev1.SecurityContext     `json:"containerSecurityContext"`
	PriorityClassName        string                      `json:"priorityClassName"`
	Resources                corev1.ResourceRequirements `json:"resources"`
	Tolerations              []corev1.Toleration         `json:"tolerations,omitempty"`
	Affinity                 *corev1.Affinity            `json:"affinity,omitempty"`
}

type configuration struct {
	BackupStorageLocation  []storageLocation  `json:"backupStorageLocation"`
	VolumeSnapshotLocation []snapshotLocation `json:"volumeSnapshotLocation"`
	LogFormat              string             `json:"logFormat"`
	ExtraEnvVars           []corev1.EnvVar    `json:"extraEnvVars"`
}

type storageLocation struct {
	Name     string         `json:"name"`
	Provider string         `json:"provider"`
	Bucket   string         `json:"bucket"`
	Prefix   string         `json:"prefix"`
	Default  bool           `json:"default"`
	Config   locationConfig `json:"config"`
}

type snapshotLocation struct {
	Name     string         `json:"name"`
	Provider string         `json:"provider"`
	Config   locationConfig `json:"config"`
}

type locationConfig struct {
	Region string `json:"region"`
}

// credentials are those of the pod's own identity at AWS.
type credentials struct {
	UseSecret bool `json:"useSecret"`
}

type serviceAccounts struct {
	Server serviceAccount `json:"server"`
}

type serviceAccount struct {
	Name string `json:"name"`
}

// rbac binds a ClusterRole of ours where the chart has cluster-admin.
type rbac struct {
	ClusterAdministratorName string `json:"clusterAdministratorName"`
}

type metrics struct {
	ServiceMonitor enabled `json:"serviceMonitor"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// location is the name of the only place for backups, and of that for snapshots.
const location = "default"

// provider is the plugin's.
const provider = "aws"

var requests = component.Requests("50m", "512Mi") // it holds what it copies of a namespace at a time

func valuesFor(c *plan.Cluster) values {
	in := locationConfig{Region: c.Region}
	return values{
		InitContainers: []corev1.Container{plugin},
		UpgradeCRDs:    false,
		Configuration: configuration{
			BackupStorageLocation: []storageLocation{{
				Name: location, Provider: provider, Bucket: c.StateBucket(), Prefix: prefix, Default: true, Config: in,
			}},
			VolumeSnapshotLocation: []snapshotLocation{{Name: location, Provider: provider, Config: in}},
			LogFormat:              "json",
			// the tags of volumes that are put back
			ExtraEnvVars: []corev1.EnvVar{{Name: "AWS_CLUSTER_NAME", Value: c.Name}},
		},
		Credentials:              credentials{UseSecret: false},
		ServiceAccount:           serviceAccounts{serviceAccount{Name: name}},
		RBAC:                     rbac{ClusterAdministratorName: name},
		Schedules:                map[string]schedule{"daily": daily},
		Metrics:                  metrics{enabled{true}},
		PodSecurityContext:       podSecurity,
		ContainerSecurityContext: security,
		PriorityClassName:        component.Critical,
		Resources:                component.Bounded(requests),
		Tolerations:              component.Tolerations(c),
		Affinity:                 component.Affinity(c),
	}
}

// The user is that of both images.
var (
	podSecurity = &corev1.PodSecurityContext{
		RunAsNonRoot:   ptr.To(true),
		RunAsUser:      ptr.To[int64](65532),
		RunAsGroup:     ptr.To[int64](65532),
		FSGroup:        ptr.To[int64](65532),
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	security = &corev1.SecurityContext{
		AllowPrivilegeEscalation: ptr.To(false),
		ReadOnlyRootFilesystem:   ptr.To(true),
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
)

// plugin is how Velero talks to AWS; versions 1.14 are for Velero 1.18
// (https://github.com/vmware-tanzu/velero-plugin-for-aws#compatibility). It copies itself to where Velero looks for it.
var plugin = corev1.Container{
	Name:            "velero-plugin-for-aws",
	Image:           "docker.io/velero/velero-plugin-for-aws:v1.14.2",
	SecurityContext: security,
	Resources:       component.Bounded(component.Requests("10m", "64Mi")),
	VolumeMounts:    []corev1.VolumeMount{{Name: "plugins", MountPath: "/target"}},
}

// schedule is what the chart makes a Schedule of.
type schedule struct {
	Schedule string   `json:"schedule"` // as cron has it, in UTC
	Template template `json:"template"`
}

// template is the part of Velero's BackupSpec that we use (https://velero.io/docs/v1.18/api-types/backup/).
type template struct {
	TTL                              string                `json:"ttl"`
	StorageLocation                  string                `json:"storageLocation"`
	VolumeSnapshotLocations          []string              `json:"volumeSnapshotLocations"`
	SnapshotVolumes                  bool                  `json:"snapshotVolumes"`
	IncludedNamespaces               []string              `json:"includedNamespaces"`
	IncludedNamespaceScopedResources []string              `json:"includedNamespaceScopedResources"`
	IncludedClusterScopedResources   []string              `json:"includedClusterScopedResources"`
	LabelSelector                    *metav1.LabelSelector `json:"labelSelector"`
}

// keptFor is how long a backup is kept.
const keptFor = "720h"

// daily leaves out Secrets whose values are in AWS Secrets Manager, or that External Secrets can make anew: its mark is on them
// (https://external-secrets.io/latest/api/spec/). What remains are keys and certificates that cert-manager made, the mesh's among
// them, and what programs made for themselves. Nothing else of a cluster is neither in git nor at AWS.
var daily = schedule{
	Schedule: "30 20 * * *", // night in India
	Template: template{
		TTL:                              keptFor,
		StorageLocation:                  location,
		VolumeSnapshotLocations:          []string{location},
		SnapshotVolumes:                  true,
		IncludedNamespaces:               []string{"*"},
		IncludedNamespaceScopedResources: []string{"persistentvolumeclaims", "secrets"},
		IncludedClusterScopedResources:   []string{"persistentvolumes"},
		LabelSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
			{Key: "reconcile.external-secrets.io/managed", Operator: metav1.LabelSelectorOpDoesNotExist},
		}},
	},
}
