package argocd

import (
	"cmp"
	"maps"
	"slices"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// projects make one AppProject for the platform, in bootstrap since the root Application belongs to it, and one for
// each environment.
func projects(f *plan.Fleet, held *Held) []manifest.Entry {
	entries := manifest.Place(bootstrapPath(f), platform(f, held))
	for _, e := range f.Environments {
		entries = append(entries, manifest.Place(hubPath(f), environment(f, e, held))...)
	}
	return entries
}

// platform may write to the namespaces of the platform and of every environment.
func platform(f *plan.Fleet, held *Held) *v1alpha1.AppProject {
	destinations := map[v1alpha1.ApplicationDestination]bool{{Name: f.Hub.Name, Namespace: Namespace}: true}
	for _, c := range f.Clusters {
		for _, n := range c.Namespaces {
			destinations[v1alpha1.ApplicationDestination{Name: c.Name, Namespace: n.Name()}] = true
		}
	}
	maps.Copy(destinations, held.destinations)
	inOrder := slices.SortedFunc(maps.Keys(destinations), compareDestinations)
	p := project(f, PlatformProject, "Namespaces and components of every cluster", inOrder, held)
	p.Spec.SourceRepos = append(p.Spec.SourceRepos, slices.Sorted(maps.Keys(held.pinned))...)
	return p
}

// environment may write to its own namespace on each cluster that hosts it.
func environment(f *plan.Fleet, e *plan.Environment, held *Held) *v1alpha1.AppProject {
	var destinations []v1alpha1.ApplicationDestination
	for _, c := range f.Clusters {
		for _, n := range c.Namespaces {
			if n.Environment == e {
				destinations = append(destinations, v1alpha1.ApplicationDestination{Name: c.Name, Namespace: e.Name})
			}
		}
	}
	p := project(f, e.Name, "Apps in "+e.Name, destinations, held)
	for _, w := range e.Sync.Windows {
		p.Spec.SyncWindows = append(p.Spec.SyncWindows, &v1alpha1.SyncWindow{
			Kind: string(w.Kind), Schedule: string(w.Schedule), Duration: w.Duration.String(), ManualSync: w.Manual,
			TimeZone: cmp.Or(string(w.TimeZone), "UTC"), Applications: []string{"*"},
		})
	}
	return p
}

// project allows just the kinds that it holds. To Argo CD an empty list of namespaced kinds means all of them, so a
// project that holds none denies all. It comes before what names it: Argo CD applies what is in one wave by the alphabet, and
// an ApplicationSet whose project is not there yet fails and is looked at again only minutes later.
func project(f *plan.Fleet, name, description string, destinations []v1alpha1.ApplicationDestination, held *Held) *v1alpha1.AppProject {
	p := &v1alpha1.AppProject{
		TypeMeta:   typeMeta("AppProject"),
		ObjectMeta: objectMeta(name),
		Spec: v1alpha1.AppProjectSpec{
			Description:  description,
			SourceRepos:  []string{f.Repository},
			Destinations: destinations,
		},
	}
	p.Annotations = map[string]string{syncWave: "-1"}
	// It stays until no Application names it: without its project one could not be deleted, and would stay for good.
	p.Finalizers = []string{v1alpha1.ResourcesFinalizerName}
	for _, kind := range slices.SortedFunc(maps.Keys(held.kinds[name]), compareKinds) {
		if kind.Namespaced {
			p.Spec.NamespaceResourceWhitelist = append(p.Spec.NamespaceResourceWhitelist, kind.GroupKind)
		} else {
			p.Spec.ClusterResourceWhitelist = append(p.Spec.ClusterResourceWhitelist, kind.GroupKind)
		}
	}
	if len(p.Spec.NamespaceResourceWhitelist) == 0 {
		p.Spec.NamespaceResourceBlacklist = []metav1.GroupKind{{Group: "*", Kind: "*"}}
	}
	return p
}

func compareDestinations(a, b v1alpha1.ApplicationDestination) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Namespace, b.Namespace))
}

func compareKinds(a, b Kind) int {
	return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Kind, b.Kind))
}
