package ack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// values are those of the chart ack-chart 46.158.1 that differ from its own, by controller.
type values map[string]settings

// settings are those of one controller's own chart.
type settings struct {
	Enabled bool `json:"enabled"`
	// InstallScope is the controllers' own namespace: with the whole cluster each might read and change every Secret and
	// ConfigMap of it, which they need for features that we do not use.
	InstallScope string `json:"installScope"`
	AWS          aws    `json:"aws"`
	// DeletionPolicy is for objects that say none; ours do.
	DeletionPolicy string `json:"deletionPolicy"`
	// ResourceTags go onto all that a controller makes.
	ResourceTags []string   `json:"resourceTags"`
	Reconcile    *reconcile `json:"reconcile,omitempty"`
	// EnableCARM would take other accounts' roles from a ConfigMap, and EnableCrossNamespace what objects refer to from elsewhere.
	EnableCARM           bool                        `json:"enableCARM"`
	EnableCrossNamespace bool                        `json:"enableCrossNamespace"`
	LeaderElection       leaderElection              `json:"leaderElection"`
	Deployment           deployment                  `json:"deployment"`
	Resources            corev1.ResourceRequirements `json:"resources"`
}

type aws struct {
	Region string `json:"region"`
}

type reconcile struct {
	Resources []string `json:"resources"`
}

type leaderElection struct {
	Enabled bool `json:"enabled"`
}

type deployment struct {
	Replicas          int32               `json:"replicas"`
	PriorityClassName string              `json:"priorityClassName"`
	Tolerations       []corev1.Toleration `json:"tolerations,omitempty"`
	Affinity          *corev1.Affinity    `json:"affinity,omitempty"`
}

// replicas: one leads and the other takes over.
const replicas = 2

// requests are limits too for memory. The chart limits CPU to 100m, which a start alone uses up; no values take that limit away.
var (
	requests = component.Requests("10m", "128Mi")
	cpuLimit = resource.MustParse("1")
)

func valuesFor(c *plan.Cluster, all []controller) values {
	v := values{}
	for _, one := range all {
		s := settings{
			Enabled:        true,
			InstallScope:   "namespace",
			AWS:            aws{Region: c.Region},
			DeletionPolicy: "retain",
			ResourceTags:   []string{"cluster=" + c.Name, plan.RepositoryTag + "=" + c.Fleet.Name},
			LeaderElection: leaderElection{Enabled: true},
			Deployment: deployment{
				Replicas: replicas, PriorityClassName: component.Critical,
				Tolerations: component.Tolerations(c), Affinity: affinity(c, one),
			},
			Resources: corev1.ResourceRequirements{
				Requests: requests,
				Limits:   corev1.ResourceList{corev1.ResourceCPU: cpuLimit, corev1.ResourceMemory: requests[corev1.ResourceMemory]},
			},
		}
		if len(one.kinds) > 0 {
			s.Reconcile = &reconcile{Resources: one.kinds}
		}
		v[one.service] = s
	}
	return v
}
