// Package argocd builds what Argo CD on the hub reads: who may deploy what where (AppProjects), which Applications
// there are (ApplicationSets), and the few objects that a person applies once to start it all. It writes the v1alpha1
// API of Argo CD 2.14, which 3.x reads as well, with what our package v1alpha1 adds to it, and is the only importer of argo-cd.
package argocd

import (
	"path"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	api "github.com/example/fastapi-gitops/generator/argocd/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	// Namespace in which Argo CD runs.
	Namespace = plan.ArgoCDNamespace
	// PlatformProject is the AppProject of everything but the apps.
	PlatformProject = "platform"
	// finalizer deletes what an Application holds along with it.
	finalizer = "resources-finalizer.argocd.argoproj.io/background"
	// syncWave orders what one Application syncs; without one it is 0.
	syncWave = "argocd.argoproj.io/sync-wave"
)

// AddToScheme registers the kinds that this package writes. Argo CD's own function adds them to all kinds of its API.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(schema.GroupVersion{Group: "argoproj.io", Version: "v1alpha1"},
		&v1alpha1.AppProject{}, &api.Application{}, &api.ApplicationSet{})
	return nil
}

// Builder makes objects of one kind for a fleet.
type Builder func(f *plan.Fleet, held *Held) []manifest.Entry

// Builders are those of the hub. They come last, since projects allow just the kinds that the others made.
var Builders = []Builder{namespace, projects, clusterSecret, otherClusters, root, applicationSets}

// Build makes everything on the hub that lets Argo CD sync the fleet.
func Build(f *plan.Fleet, held *Held) []manifest.Entry {
	var entries []manifest.Entry
	for _, build := range Builders {
		entries = append(entries, build(f, held)...)
	}
	return entries
}

// bootstrapPath and hubPath hold the objects that a person applies once and those that the root Application adds.
func bootstrapPath(f *plan.Fleet) string { return path.Join(f.Hub.Dir(), "bootstrap") }
func hubPath(f *plan.Fleet) string       { return path.Join(f.Hub.Dir(), "argocd") }

func typeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: "argoproj.io/v1alpha1", Kind: kind}
}

func objectMeta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: Namespace}
}
