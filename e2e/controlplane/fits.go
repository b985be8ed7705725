package controlplane

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"
	"k8s.io/klog/v2"
)

// free is a node that is to be, with what is left of it.
type free struct {
	node *corev1.Node
	left corev1.ResourceList
}

func newFree(node *corev1.Node) *free {
	return &free{node: node, left: node.Status.Allocatable.DeepCopy()}
}

// place takes room for the pod on the first node that it fits.
func place(pod *corev1.Pod, nodes []*free) bool {
	i := slices.IndexFunc(nodes, func(n *free) bool { return n.fits(pod) })
	if i < 0 {
		return false
	}
	nodes[i].take(pod)
	return true
}

// fits asks what the scheduler's filters for resources, taints and node affinity ask. What depends on other pods, such as
// spreading, the scheduler finds out when the node is there.
func (f *free) fits(pod *corev1.Pod) bool {
	for name, want := range requests(pod) {
		if have := f.left[name]; have.Cmp(want) < 0 {
			return false
		}
	}
	return tolerates(pod, f.node.Spec.Taints) && selects(pod, labels.Set(f.node.Labels))
}

func (f *free) take(pod *corev1.Pod) {
	for name, want := range requests(pod) {
		have := f.left[name]
		have.Sub(want)
		f.left[name] = have
	}
}

// requests of a pod are those of its containers and sidecars, or of its largest init container if that is more
// (https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers), and a place.
func requests(pod *corev1.Pod) corev1.ResourceList {
	sum, most := corev1.ResourceList{}, corev1.ResourceList{}
	add := func(to, list corev1.ResourceList) {
		for name, quantity := range list {
			total := to[name]
			total.Add(quantity)
			to[name] = total
		}
	}
	for _, c := range pod.Spec.InitContainers {
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			add(sum, c.Resources.Requests)
			continue
		}
		for name, quantity := range c.Resources.Requests {
			if known := most[name]; known.Cmp(quantity) < 0 {
				most[name] = quantity
			}
		}
	}
	for _, c := range pod.Spec.Containers {
		add(sum, c.Resources.Requests)
	}
	for name, quantity := range most {
		if known := sum[name]; known.Cmp(quantity) < 0 {
			sum[name] = quantity
		}
	}
	add(sum, resources(0, 0, 0, 1))
	return sum
}

func tolerates(pod *corev1.Pod, taints []corev1.Taint) bool {
	return !slices.ContainsFunc(taints, func(taint corev1.Taint) bool {
		return taint.Effect != corev1.TaintEffectPreferNoSchedule &&
			!slices.ContainsFunc(pod.Spec.Tolerations, func(t corev1.Toleration) bool {
				return t.ToleratesTaint(klog.Background(), &taint, false)
			})
	})
}

// selects reports whether the pod's node selector and required affinity are for nodes with the labels.
func selects(pod *corev1.Pod, node labels.Set) bool {
	if !labels.SelectorFromSet(pod.Spec.NodeSelector).Matches(node) {
		return false
	}
	affinity := pod.Spec.Affinity
	if affinity == nil || affinity.NodeAffinity == nil || affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		return true
	}
	terms := affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
	return slices.ContainsFunc(terms, func(t corev1.NodeSelectorTerm) bool { return matches(t, node) })
}

// matches is false for a term on fields: the only one there is, the name, is for a node that exists.
func matches(term corev1.NodeSelectorTerm, node labels.Set) bool {
	if len(term.MatchFields) > 0 || len(term.MatchExpressions) == 0 {
		return false
	}
	return !slices.ContainsFunc(term.MatchExpressions, func(e corev1.NodeSelectorRequirement) bool {
		r, err := labels.NewRequirement(e.Key, operators[e.Operator], e.Values)
		return err != nil || !r.Matches(node)
	})
}

var operators = map[corev1.NodeSelectorOperator]selection.Operator{
	corev1.NodeSelectorOpIn:           selection.In,
	corev1.NodeSelectorOpNotIn:        selection.NotIn,
	corev1.NodeSelectorOpExists:       selection.Exists,
	corev1.NodeSelectorOpDoesNotExist: selection.DoesNotExist,
	corev1.NodeSelectorOpGt:           selection.GreaterThan,
	corev1.NodeSelectorOpLt:           selection.LessThan,
}
