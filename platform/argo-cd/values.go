package argocd

import corev1 "k8s.io/api/core/v1"

// values are those of the chart argo-cd 10.1.1 that differ from its own.
type values struct {
	FullnameOverride string        `json:"fullnameOverride"`
	CRDs             crds          `json:"crds"`
	Global           global        `json:"global"`
	Configs          configs       `json:"configs"`
	Controller       workload      `json:"controller"`
	Server           server        `json:"server"`
	RepoServer       repoServer    `json:"repoServer"`
	ApplicationSet   workload      `json:"applicationSet"`
	Notifications    notifications `json:"notifications"`
	Dex              enabled       `json:"dex"`
	Redis            *redis        `json:"redis,omitempty"`
	RedisHA          *redisHA      `json:"redis-ha,omitempty"`
	RedisSecretInit  resources     `json:"redisSecretInit"`
}

// crds stay when a chart no longer renders them, since every Application would go with them.
type crds struct {
	Annotations map[string]string `json:"annotations"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

type resources struct {
	Resources corev1.ResourceRequirements `json:"resources"`
}

type global struct {
	Domain                    string                            `json:"domain"`
	Logging                   logging                           `json:"logging"`
	NetworkPolicy             create                            `json:"networkPolicy"`
	PriorityClassName         string                            `json:"priorityClassName"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *affinity                         `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

type affinity struct {
	NodeAffinity nodeAffinity `json:"nodeAffinity"`
}

type nodeAffinity struct {
	Type             string                           `json:"type"` // soft or hard
	MatchExpressions []corev1.NodeSelectorRequirement `json:"matchExpressions"`
}

type logging struct {
	Format string `json:"format"`
}

type create struct {
	Create bool `json:"create"`
}

// workload is what the values of each part of Argo CD have in common.
type workload struct {
	Replicas       int32                       `json:"replicas,omitempty"`
	Resources      corev1.ResourceRequirements `json:"resources"`
	PDB            *disruption                 `json:"pdb,omitempty"`
	ReadinessProbe *enabled                    `json:"readinessProbe,omitempty"`
	LivenessProbe  *enabled                    `json:"livenessProbe,omitempty"`
	Metrics        metrics                     `json:"metrics"`
}

type disruption struct {
	Enabled        bool  `json:"enabled"`
	MaxUnavailable int32 `json:"maxUnavailable"`
}

type metrics struct {
	Enabled        bool    `json:"enabled"`
	ServiceMonitor enabled `json:"serviceMonitor"`
}

type server struct {
	workload
	Ingress          *ingress `json:"ingress,omitempty"`
	ClusterRoleRules ruleList `json:"clusterRoleRules"`
}

type repoServer struct {
	workload
	AutomountServiceAccountToken bool            `json:"automountServiceAccountToken"`
	CopyUtil                     resources       `json:"copyutil"`
	EmptyDir                     emptyDir        `json:"emptyDir"`
	Env                          []corev1.EnvVar `json:"env"`
}

type emptyDir struct {
	SizeLimit string `json:"sizeLimit"`
}

// redis is the one that runs once, redisHA the subchart redis-ha 4.38.0.
type redis struct {
	Resources      corev1.ResourceRequirements `json:"resources"`
	ReadinessProbe enabled                     `json:"readinessProbe"`
	LivenessProbe  enabled                     `json:"livenessProbe"`
	ExtraArgs      []string                    `json:"extraArgs"`
	Automount      bool                        `json:"automountServiceAccountToken"`
	Exporter       exporter                    `json:"exporter"`
	Metrics        metrics                     `json:"metrics"`
}

type exporter struct {
	Enabled        bool                        `json:"enabled"`
	Resources      corev1.ResourceRequirements `json:"resources"`
	ServiceMonitor *enabled                    `json:"serviceMonitor,omitempty"`
	ReadinessProbe *enabled                    `json:"readinessProbe,omitempty"`
	LivenessProbe  *enabled                    `json:"livenessProbe,omitempty"`
}

type redisHA struct {
	Enabled                   bool                `json:"enabled"`
	FullnameOverride          string              `json:"fullnameOverride"`
	PriorityClassName         string              `json:"priorityClassName"`
	Tolerations               []corev1.Toleration `json:"tolerations,omitempty"`
	AdditionalAffinities      *corev1.Affinity    `json:"additionalAffinities,omitempty"`
	TopologySpreadConstraints redisSpread         `json:"topologySpreadConstraints"`
	PodDisruptionBudget       redisDisruption     `json:"podDisruptionBudget"`
	Init                      resources           `json:"init"`
	Redis                     redisServer         `json:"redis"`
	Sentinel                  resources           `json:"sentinel"`
	SplitBrainDetection       resources           `json:"splitBrainDetection"`
	Exporter                  exporter            `json:"exporter"`
	HAProxy                   haproxy             `json:"haproxy"`
}

type redisServer struct {
	resources
	Config redisConfig `json:"config"`
}

type redisConfig struct {
	MaxMemory string `json:"maxmemory"`
}

type redisSpread struct {
	Enabled           bool   `json:"enabled"`
	TopologyKey       string `json:"topologyKey"`
	WhenUnsatisfiable string `json:"whenUnsatisfiable"`
}

type redisDisruption struct {
	MaxUnavailable int32 `json:"maxUnavailable"`
}

type haproxy struct {
	AdditionalAffinities *corev1.Affinity            `json:"additionalAffinities,omitempty"`
	PriorityClassName    string                      `json:"priorityClassName"`
	PodDisruptionBudget  redisDisruption             `json:"podDisruptionBudget"`
	Resources            corev1.ResourceRequirements `json:"resources"`
	Init                 resources                   `json:"init"`
	ServiceAccount       token                       `json:"serviceAccount"`
	Metrics              metrics                     `json:"metrics"`
}

type token struct {
	Automount bool `json:"automountToken"`
}
