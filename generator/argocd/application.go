package argocd

import (
	"path"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/utils/ptr"
)

// root is the one Application that a person applies: it keeps itself, the projects and the ApplicationSets.
func root(f *plan.Fleet, _ Kinds) []manifest.Entry {
	application := &v1alpha1.Application{
		TypeMeta:   typeMeta("Application"),
		ObjectMeta: objectMeta("root"),
		Spec: v1alpha1.ApplicationSpec{
			Project:     PlatformProject,
			Sources:     v1alpha1.ApplicationSources{source(f, bootstrapPath(f)), source(f, hubPath(f))},
			Destination: v1alpha1.ApplicationDestination{Name: f.Hub.Name, Namespace: Namespace},
			SyncPolicy:  syncPolicy(true, true),
		},
	}
	application.Annotations = annotations("/" + bootstrapPath(f) + ";/" + hubPath(f))
	return manifest.Place(bootstrapPath(f), application)
}

// Namespaces is the Application of a cluster's namespaces, of which there is at least one. It comes before the rest of the
// platform, which runs in them. Every object says its own namespace; the destination names one because a project permits
// no Application without.
func Namespaces(c *plan.Cluster) manifest.Entry {
	dir := path.Join(c.Dir(), "namespaces")
	recursive := source(c.Fleet, dir)
	recursive.Directory = &v1alpha1.ApplicationSourceDirectory{Recurse: true}
	application := &v1alpha1.Application{
		TypeMeta:   typeMeta("Application"),
		ObjectMeta: objectMeta(c.Name + "-namespaces"),
		Spec: v1alpha1.ApplicationSpec{
			Project:     PlatformProject,
			Source:      &recursive,
			Destination: v1alpha1.ApplicationDestination{Name: c.Name, Namespace: c.Namespaces[0].Name()},
			SyncPolicy:  syncPolicy(true, true),
		},
	}
	application.Annotations = annotations(".")
	application.Annotations["argocd.argoproj.io/sync-wave"] = "-10"
	return manifest.Entry{Path: path.Join(c.Dir(), "platform/namespaces/application.yaml"), Object: application}
}

func source(f *plan.Fleet, dir string) v1alpha1.ApplicationSource {
	return v1alpha1.ApplicationSource{RepoURL: f.Repository, TargetRevision: f.Branch, Path: dir}
}

// annotations make Argo CD render an Application again only when its own paths change, and compare by a dry run of the
// API server: with server-side apply nothing else tells defaults from drift.
func annotations(paths string) map[string]string {
	return map[string]string{
		"argocd.argoproj.io/compare-options":         "ServerSideDiff=true",
		"argocd.argoproj.io/manifest-generate-paths": paths,
	}
}

// syncPolicy retries for about an hour: on a new cluster an app waits for the CRDs of the platform.
func syncPolicy(prune, selfHeal bool) *v1alpha1.SyncPolicy {
	return &v1alpha1.SyncPolicy{
		Automated: &v1alpha1.SyncPolicyAutomated{Prune: prune, SelfHeal: selfHeal},
		SyncOptions: v1alpha1.SyncOptions{
			"FailOnSharedResource=true",
			"PruneLast=true",
			"ServerSideApply=true",
			"SkipDryRunOnMissingResource=true",
		},
		Retry: &v1alpha1.RetryStrategy{
			Limit:   15,
			Backoff: &v1alpha1.Backoff{Duration: "10s", Factor: ptr.To[int64](2), MaxDuration: "5m"},
		},
	}
}
