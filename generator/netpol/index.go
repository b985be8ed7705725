package netpol

import (
	"cmp"
	"math"
	"slices"

	"k8s.io/apimachinery/pkg/labels"
)

// index finds the policies that select a pod without asking all of its namespace: a namespace of a thousand apps has
// thousands of policies, and each of its pods only a few.
type index struct {
	byLabel map[string]map[string][]*isolation // each under the key and value of one label that it requires
	rest    []*isolation                       // those that require no one label, above all those for every pod
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
		required := one.policy.Spec.PodSelector.MatchLabels
		if len(required) == 0 {
			x.rest = append(x.rest, one)
			continue
		}
		at := rarest(required, uses)
		if x.byLabel[at.key] == nil {
			x.byLabel[at.key] = map[string][]*isolation{}
		}
		x.byLabel[at.key][at.value] = append(x.byLabel[at.key][at.value], one)
	}
	return x
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
