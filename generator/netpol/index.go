package netpol

import (
	"cmp"
	"math"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// index finds the policies that select a pod without asking all of its namespace: a namespace of a thousand apps has
// thousands of policies, and each of its pods only a few.
type index struct {
	byLabel map[string]map[string][]*isolation // each under the labels of which a pod must have one
	rest    []*isolation                       // those for which no label is a must, above all those for every pod
}

func indexed(namespaces map[string][]*isolation) map[string]index {
	indexes := make(map[string]index, len(namespaces))
	for namespace, isolations := range namespaces {
		indexes[namespace] = newIndex(isolations)
	}
	return indexes
}

func newIndex(isolations []*isolation) index {
	uses := make(map[label]int, len(isolations))
	for _, one := range isolations {
		for key, value := range one.policy.Spec.PodSelector.MatchLabels {
			uses[label{key, value}]++
		}
	}
	x := index{byLabel: map[string]map[string][]*isolation{}}
	for _, one := range isolations {
		musts := musts(one, uses)
		if len(musts) == 0 {
			x.rest = append(x.rest, one)
		}
		for _, at := range musts {
			if x.byLabel[at.key] == nil {
				x.byLabel[at.key] = map[string][]*isolation{}
			}
			x.byLabel[at.key][at.value] = append(x.byLabel[at.key][at.value], one)
		}
	}
	return x
}

// musts are labels of which each pod that a policy selects has exactly one: the rarest that the policy requires, or else
// the values of one key.
func musts(one *isolation, uses map[label]int) []label {
	selector := one.policy.Spec.PodSelector
	if len(selector.MatchLabels) > 0 {
		return []label{rarest(selector.MatchLabels, uses)}
	}
	for _, expression := range selector.MatchExpressions {
		if expression.Operator == metav1.LabelSelectorOpIn {
			values := slices.Compact(slices.Sorted(slices.Values(expression.Values)))
			found := make([]label, len(values))
			for i, value := range values {
				found[i] = label{expression.Key, value}
			}
			return found
		}
	}
	return nil
}

type label struct{ key, value string }

// rarest chooses the label that fewest policies share, so that one they all require does not gather them in one place.
func rarest(required map[string]string, uses map[label]int) (best label) {
	fewest := math.MaxInt
	for key, value := range required {
		at := label{key, value}
		if n := uses[at]; n < fewest || n == fewest && key < best.key {
			best, fewest = at, n
		}
	}
	return best
}

// selecting returns the isolations of a pod with these labels, sorted by the name of the policy.
func (x index) selecting(pod labels.Set) []*isolation {
	found := make([]*isolation, 0, len(x.rest)+4)
	found = appendSelecting(found, x.rest, pod)
	for key, value := range pod {
		found = appendSelecting(found, x.byLabel[key][value], pod)
	}
	slices.SortFunc(found, func(a, b *isolation) int { return cmp.Compare(a.policy.Name, b.policy.Name) })
	return found
}

func appendSelecting(found, candidates []*isolation, pod labels.Set) []*isolation {
	for _, one := range candidates {
		if one.selects.Matches(pod) {
			found = append(found, one)
		}
	}
	return found
}
