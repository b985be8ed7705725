package argocd

import (
	"maps"
	"path"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	api "github.com/example/fastapi-gitops/generator/argocd/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// applicationSets find apps and clusters by themselves, so that a new one needs no edit here.
func applicationSets(f *plan.Fleet, _ *Held) []manifest.Entry {
	objects := []manifest.Object{platformSet(f)}
	for _, e := range f.Environments {
		objects = append(objects, appSet(f, e))
	}
	return manifest.Place(hubPath(f), objects...)
}

// platformSet makes one parent Application for each cluster that has components. Its children, the application.yaml of
// each component, come in sync waves, which Applications of one ApplicationSet do not know.
func platformSet(f *plan.Fleet) *api.ApplicationSet {
	children := source(f, "{{.path.path}}")
	children.Directory = &v1alpha1.ApplicationSourceDirectory{Recurse: true, Include: "*/application.yaml"}
	return applicationSet("platform",
		clustersTimes(nil, directories(f, "platform")),
		v1alpha1.ApplicationSetTemplateMeta{Name: "platform-{{.nameNormalized}}", Annotations: annotations(".")},
		api.ApplicationSpec{SyncPolicy: syncPolicy(true, true), ApplicationSpec: v1alpha1.ApplicationSpec{
			Project:     PlatformProject,
			Source:      &children,
			Destination: v1alpha1.ApplicationDestination{Name: f.Hub.Name, Namespace: Namespace},
		}})
}

// appSet makes one Application for each app of an environment on each cluster that hosts it.
func appSet(f *plan.Fleet, e *plan.Environment) *api.ApplicationSet {
	app := source(f, "{{.path.path}}")
	set := applicationSet("apps-"+e.Name,
		clustersTimes(map[string]string{hostsLabel(e.Name): "true"}, directories(f, "apps", e.Name, "*")),
		v1alpha1.ApplicationSetTemplateMeta{
			Name:        "{{.nameNormalized}}-" + e.Name + "-{{.path.basenameNormalized}}",
			Labels:      map[string]string{"environment": e.Name, "cluster": "{{.nameNormalized}}"},
			Annotations: annotations("."),
			Finalizers:  []string{finalizer},
		},
		api.ApplicationSpec{SyncPolicy: appSyncPolicy(e), ApplicationSpec: v1alpha1.ApplicationSpec{
			Project:           e.Name,
			Source:            &app,
			Destination:       v1alpha1.ApplicationDestination{Name: "{{.name}}", Namespace: e.Name},
			IgnoreDifferences: ignored(),
		}})
	if !e.Sync.SelfHeal {
		delete(set.Spec.Template.Annotations, generatePaths) // or a commit that had to wait counts as drift, which nothing syncs here
	}
	if !e.Sync.Prune {
		set.Spec.SyncPolicy.ApplicationsSync = ptr.To(v1alpha1.ApplicationsSyncPolicyCreateUpdate)
	}
	return set
}

// applicationSet keeps what runs when the set itself is deleted, and refuses to make an Application from a parameter
// that is not there.
func applicationSet(name string, generator v1alpha1.ApplicationSetGenerator, meta v1alpha1.ApplicationSetTemplateMeta, spec api.ApplicationSpec) *api.ApplicationSet {
	return &api.ApplicationSet{
		TypeMeta:   typeMeta("ApplicationSet"),
		ObjectMeta: objectMeta(name),
		Spec: api.ApplicationSetSpec{
			ApplicationSetSpec: v1alpha1.ApplicationSetSpec{
				GoTemplate:        true,
				GoTemplateOptions: []string{"missingkey=error"},
				Generators:        []v1alpha1.ApplicationSetGenerator{generator},
				SyncPolicy:        &v1alpha1.ApplicationSetSyncPolicy{PreserveResourcesOnDeletion: true},
			},
			Template: api.ApplicationSetTemplate{ApplicationSetTemplateMeta: meta, Spec: spec},
		},
	}
}

// clustersTimes are the clusters whose Secret carries the labels, each with every directory that it has.
func clustersTimes(labels map[string]string, directories *v1alpha1.GitGenerator) v1alpha1.ApplicationSetGenerator {
	match := map[string]string{"argocd.argoproj.io/secret-type": "cluster"}
	maps.Copy(match, labels)
	clusters := &v1alpha1.ClusterGenerator{Selector: metav1.LabelSelector{MatchLabels: match}}
	return v1alpha1.ApplicationSetGenerator{Matrix: &v1alpha1.MatrixGenerator{
		Generators: []v1alpha1.ApplicationSetNestedGenerator{{Clusters: clusters}, {Git: directories}},
	}}
}

// directories are those of the cluster that the generator before found, below its directory of the tree.
func directories(f *plan.Fleet, below ...string) *v1alpha1.GitGenerator {
	pattern := path.Join("rendered", f.Name, "{{.name}}", path.Join(below...))
	return &v1alpha1.GitGenerator{
		RepoURL: f.Repository, Revision: f.Branch,
		Directories: []v1alpha1.GitDirectoryGeneratorItem{{Path: pattern}},
	}
}
