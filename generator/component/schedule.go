package component

import (
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Critical is the priority of what other pods cannot start or be judged without: apps make room for it
// (https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/).
const Critical = "system-cluster-critical"

// Tolerations let pods of the platform onto the nodes that a cluster keeps for it.
func Tolerations(c *plan.Cluster) []corev1.Toleration {
	if !c.SystemNodes() {
		return nil
	}
	return []corev1.Toleration{{Key: plan.SystemTaint, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule}}
}

// Affinity prefers these nodes, so that the others are left to apps. Pods that find no room there go elsewhere rather than
// wait.
func Affinity(c *plan.Cluster) *corev1.Affinity {
	var groups []string
	for _, g := range c.NodeGroups {
		if g.System {
			groups = append(groups, g.Name)
		}
	}
	if len(groups) == 0 {
		return nil
	}
	return &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
		PreferredDuringSchedulingIgnoredDuringExecution: []corev1.PreferredSchedulingTerm{{
			Weight: 100,
			Preference: corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{
				{Key: plan.NodeGroupLabel, Operator: corev1.NodeSelectorOpIn, Values: groups},
			}},
		}},
	}}
}

// Spread asks for the replicas of a workload, whose pods have the labels, in different zones and on different nodes. It does
// not insist: a zone that is lost must not keep its pods from starting elsewhere.
func Spread(labels map[string]string) []corev1.TopologySpreadConstraint {
	over := func(topology string) corev1.TopologySpreadConstraint {
		return corev1.TopologySpreadConstraint{
			MaxSkew:           1,
			TopologyKey:       topology,
			WhenUnsatisfiable: corev1.ScheduleAnyway,
			LabelSelector:     &metav1.LabelSelector{MatchLabels: labels},
			MatchLabelKeys:    []string{"pod-template-hash"},
		}
	}
	return []corev1.TopologySpreadConstraint{over(corev1.LabelTopologyZone), over(corev1.LabelHostname)}
}
