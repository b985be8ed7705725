package argocd

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/argoproj/argo-cd/v2/pkg/apis/application/v1alpha1"
	api "github.com/example/fastapi-gitops/generator/argocd/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"k8s.io/apimachinery/pkg/runtime"
)

// Component is what a cluster gets of a component: its objects, and the Application that installs its chart along with
// them. Components come after the namespaces, each after those that it needs. One that is left out goes with all that it
// installed but its CRDs, or its webhooks would refuse what nobody answers for; Argo CD alone does not take itself away.
func Component(c *plan.Cluster, i component.Installed) ([]manifest.Entry, error) {
	dir := c.ComponentDir(i.Name)
	objects := manifest.Place(path.Join(dir, "objects"), i.Parts.Objects...)
	application := &api.Application{
		TypeMeta:   typeMeta("Application"),
		ObjectMeta: objectMeta(c.Name + "-" + i.Name),
		Spec: api.ApplicationSpec{SyncPolicy: syncPolicy(true, true), ApplicationSpec: v1alpha1.ApplicationSpec{
			Project:     PlatformProject,
			Destination: v1alpha1.ApplicationDestination{Name: c.Name, Namespace: cmp.Or(i.Namespace, anyNamespace(c))},
		}},
	}
	if i.Pin != nil {
		pinned, err := pinnedSource(c.Fleet, i)
		if err != nil {
			return nil, fmt.Errorf("platform/%s: values: %w", i.Name, err)
		}
		application.Spec.Sources = append(application.Spec.Sources, pinned)
	}
	if len(objects) > 0 {
		application.Spec.Sources = append(application.Spec.Sources, source(c.Fleet, path.Join(dir, "objects")))
	}
	application.Annotations = annotations("/" + path.Join(dir, "objects"))
	if i.Pin != nil {
		// no commit changes one version, and Argo CD 3.4 asks a chart's repository for commits all the same
		// (https://github.com/argoproj/argo-cd/issues/28890)
		delete(application.Annotations, generatePaths)
	}
	application.Annotations[syncWave] = strconv.Itoa(i.Wave)
	if i.Keeps {
		application.Spec.SyncPolicy.SyncOptions = append(application.Spec.SyncPolicy.SyncOptions, "Prune=false")
	} else if i.Namespace != Namespace {
		application.Finalizers = []string{finalizer}
	}
	return append(objects, manifest.Entry{Path: path.Join(dir, "application.yaml"), Object: application}), nil
}

// pinnedSource installs a chart with our values, or a directory as it is.
func pinnedSource(f *plan.Fleet, i component.Installed) (v1alpha1.ApplicationSource, error) {
	if i.Pin.Path != "" {
		return v1alpha1.ApplicationSource{RepoURL: i.Pin.Repository, Path: i.Pin.Path, TargetRevision: i.Pin.Version}, nil
	}
	values, err := json.Marshal(i.Parts.Values)
	if err != nil {
		return v1alpha1.ApplicationSource{}, err
	}
	return v1alpha1.ApplicationSource{
		RepoURL:        pinnedRepository(f, i),
		Chart:          i.Pin.Name,
		TargetRevision: i.Pin.Version,
		Helm: &v1alpha1.ApplicationSourceHelm{
			ReleaseName:  i.Name,
			ValuesObject: &runtime.RawExtension{Raw: values},
		},
	}, nil
}

// pinnedRepository is the address of a component's chart as Argo CD writes it, without a scheme where it is a registry, or of
// its directory's repository.
func pinnedRepository(f *plan.Fleet, i component.Installed) string {
	if i.Pin.Path != "" {
		return i.Pin.Repository
	}
	return strings.TrimPrefix(f.ChartRepository(i.Pin.Repository), "oci://")
}
