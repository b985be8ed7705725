package argocd

import (
	"path"
	"strconv"
	"strings"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	api "github.com/example/fastapi-gitops/generator/argocd/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/utils/ptr"
)

// root is the one Application that a person applies: it keeps itself, the projects and the ApplicationSets.
func root(f *plan.Fleet, _ *Held) []manifest.Entry {
	application := &api.Application{
		TypeMeta:   typeMeta("Application"),
		ObjectMeta: objectMeta("root"),
		Spec: api.ApplicationSpec{SyncPolicy: syncPolicy(true, true), ApplicationSpec: v1alpha1.ApplicationSpec{
			Project:     PlatformProject,
			Sources:     v1alpha1.ApplicationSources{source(f, bootstrapPath(f)), source(f, hubPath(f))},
			Destination: v1alpha1.ApplicationDestination{Name: f.Hub.Name, Namespace: Namespace},
		}},
	}
	application.Annotations = annotations("/" + bootstrapPath(f) + ";/" + hubPath(f))
	return manifest.Place(bootstrapPath(f), application)
}

// late are the objects of namespaces whose kinds a component brings. Each have an Application of their own, which comes after the
// component: the rest of the platform would wait for a sync that waits for the rest of the platform.
var late = []struct{ name, kinds, after string }{
	{"stores", "secretstore", "external-secrets"},
	{"mesh", "authorizationpolicy,meshtlsauthentication,networkauthentication,server", "linkerd"},
}

// filesOf are the files of the namespaces with those kinds, as github.com/gobwas/glob reads it.
func filesOf(kinds string) string {
	if strings.Contains(kinds, ",") {
		kinds = "{" + kinds + "}"
	}
	return "*/" + kinds + "-*.yaml"
}

// Namespaces are the Applications of a cluster's namespaces. They come before the rest of the platform, which runs in them.
func Namespaces(c *plan.Cluster, installed []component.Installed) []manifest.Entry {
	var all []string
	for _, l := range late {
		all = append(all, l.kinds)
	}
	early := v1alpha1.ApplicationSourceDirectory{Recurse: true, Exclude: filesOf(strings.Join(all, ","))}
	entries := []manifest.Entry{namespaces(c, "namespaces", -10, early)}
	if len(c.Namespaces) == 0 {
		return entries
	}
	for _, l := range late {
		files := v1alpha1.ApplicationSourceDirectory{Recurse: true, Include: filesOf(l.kinds)}
		entries = append(entries, namespaces(c, l.name, waveAfter(installed, l.after), files))
	}
	return entries
}

// AWS is the Application of a cluster's objects of the AWS controllers, which comes after these. When it goes it takes them along
// while there are still controllers that let them go; what is at AWS stays.
func AWS(c *plan.Cluster, installed []component.Installed) []manifest.Entry {
	if !component.Has(installed, plan.ACK) {
		return nil
	}
	from := source(c.Fleet, path.Join(c.ComponentDir(plan.AWS), "objects"))
	application := platformApplication(c, plan.AWS, waveAfter(installed, plan.ACK), from)
	application.Spec.Destination.Namespace = plan.ACKNamespace
	application.Finalizers = []string{finalizer}
	return []manifest.Entry{{Path: path.Join(c.ComponentDir(plan.AWS), "application.yaml"), Object: application}}
}

// waveAfter comes after a component.
func waveAfter(installed []component.Installed, name string) int {
	for _, i := range installed {
		if i.Name == name {
			return i.Wave + 1
		}
	}
	return 1
}

// namespaces is an Application of some of the files of a cluster's namespaces.
func namespaces(c *plan.Cluster, name string, wave int, files v1alpha1.ApplicationSourceDirectory) manifest.Entry {
	from := source(c.Fleet, path.Join(c.Dir(), "namespaces"))
	from.Directory = &files
	application := platformApplication(c, name, wave, from)
	return manifest.Entry{Path: path.Join(c.ComponentDir(name), "application.yaml"), Object: application}
}

// platformApplication is one of the platform's that installs nothing of others.
func platformApplication(c *plan.Cluster, name string, wave int, from v1alpha1.ApplicationSource) *api.Application {
	application := &api.Application{
		TypeMeta:   typeMeta("Application"),
		ObjectMeta: objectMeta(c.Name + "-" + name),
		Spec: api.ApplicationSpec{SyncPolicy: syncPolicy(true, true), ApplicationSpec: v1alpha1.ApplicationSpec{
			Project:     PlatformProject,
			Source:      &from,
			Destination: v1alpha1.ApplicationDestination{Name: c.Name, Namespace: anyNamespace(c)},
		}},
	}
	application.Annotations = annotations(".")
	application.Annotations[syncWave] = strconv.Itoa(wave)
	return application
}

// anyNamespace is one of those that the platform's project permits on a cluster. The objects of the platform say their own or
// have none; the destination of their Application names one because a project permits no Application without.
func anyNamespace(c *plan.Cluster) string {
	if len(c.Namespaces) > 0 {
		return c.Namespaces[0].Name()
	}
	return Namespace // the hub alone may host no environment
}

func source(f *plan.Fleet, dir string) v1alpha1.ApplicationSource {
	return v1alpha1.ApplicationSource{RepoURL: f.Repository, TargetRevision: f.Branch, Path: dir}
}

// annotations make Argo CD render an Application again only when its own paths change, and compare by a dry run of the
// API server: with server-side apply nothing else tells defaults from drift.
func annotations(paths string) map[string]string {
	return map[string]string{
		"argocd.argoproj.io/compare-options": "ServerSideDiff=true",
		generatePaths:                        paths,
	}
}

// generatePaths lists the paths whose changes make Argo CD render an Application again.
const generatePaths = "argocd.argoproj.io/manifest-generate-paths"

// syncPolicy retries until the sync works or runs out of time, each time with the newest commit: on a new cluster an app
// waits for the CRDs of the platform, and a broken commit for the one that repairs it, both a minute at most. See
// docs/decisions/007-retries.md.
func syncPolicy(prune, selfHeal bool) *api.SyncPolicy {
	return &api.SyncPolicy{
		SyncPolicy: v1alpha1.SyncPolicy{
			Automated: &v1alpha1.SyncPolicyAutomated{Prune: prune, SelfHeal: selfHeal},
			SyncOptions: v1alpha1.SyncOptions{
				"FailOnSharedResource=true",
				"PruneLast=true",
				"ServerSideApply=true",
				"SkipDryRunOnMissingResource=true",
				"Validate=false", // server-side apply refuses unknown fields itself; kubectl would read a schema for each object
			},
		},
		Retry: &api.RetryStrategy{
			RetryStrategy: v1alpha1.RetryStrategy{
				Limit:   -1, // no limit
				Backoff: &v1alpha1.Backoff{Duration: "10s", Factor: ptr.To[int64](2), MaxDuration: "1m"},
			},
			Refresh: true,
		},
	}
}

// appSyncPolicy leaves alone what Argo CD is told to ignore: a sync in the middle of a canary would take back its weights.
func appSyncPolicy(e *plan.Environment) *api.SyncPolicy {
	policy := syncPolicy(e.Sync.Prune, e.Sync.SelfHeal)
	policy.SyncOptions = append(policy.SyncOptions, "RespectIgnoreDifferences=true")
	return policy
}
