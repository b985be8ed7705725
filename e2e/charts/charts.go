// Package charts packages stand-ins for the charts that the committed tree names, each with the same name and version:
// the chart itself where a Go module carries it, else the CRDs and manifests of the module in small templates of ours, which
// take the values that the tree has.
package charts

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// Chart is a packaged chart and where the tree expects it.
type Chart struct {
	Repository    string // as the tree writes it: a URL, or a registry with a path and no scheme
	Name, Version string
	Archive       []byte // a .tgz
}

// Modules returns the directory of a module in the module cache by the module's path.
type Modules func(path string) (dir string, err error)

// Moving is the chart whose repository has, besides the version that the tree names, the one after it.
const Moving = "cluster-autoscaler"

// After is the next patch release of a version, as 1.2.4 is of 1.2.3.
func After(version string) string {
	dot := strings.LastIndex(version, ".") + 1
	patch, _ := strconv.Atoi(version[dot:])
	return version[:dot] + strconv.Itoa(patch+1)
}

// For packages the charts that the Applications of the platform name, in the order of their folders. The tree is the folder
// of one cluster in rendered/. The path argoCD is that of the Argo CD whose manifests the chart argo-cd has, as
// github.com/argoproj/argo-cd/v3. A chart that has no stand-in is an error.
func For(tree fs.FS, argoCD string, modules Modules) ([]Chart, error) {
	releases, err := Releases(tree)
	if err != nil {
		return nil, err
	}
	known := standIns(argoCD)
	var charts []Chart
	for _, r := range releases {
		build, ok := known[r.Chart]
		if !ok {
			return nil, fmt.Errorf("chart %s of %s: no stand-in is known", r.Chart, r.Repository)
		}
		source, err := build(modules)
		if err != nil {
			return nil, fmt.Errorf("chart %s: %w", r.Chart, err)
		}
		source.Name, source.Version = r.Chart, r.Version
		if source.AppVersion == "" {
			source.AppVersion = r.Version
		}
		for name, content := range source.Files {
			if path.Dir(name) == definitions || strings.HasPrefix(path.Base(name), "crd-") {
				source.Files[name] = Lean(content)
			}
		}
		versions := []string{r.Version}
		if r.Chart == Moving {
			versions = append(versions, After(r.Version))
		}
		for _, version := range versions {
			source.Version = version
			archive, err := Build(source)
			if err != nil {
				return nil, err
			}
			charts = append(charts, Chart{Repository: r.Repository, Name: r.Chart, Version: version, Archive: archive})
		}
	}
	return charts, nil
}

// Release is a chart with the values that an Application gives it.
type Release struct {
	Repository, Chart, Version string
	Name, Namespace            string // of the release
	Values                     []byte // YAML
}

// Releases are those of the Applications of the platform, in the order of their folders.
func Releases(tree fs.FS) ([]Release, error) {
	files, err := fs.Glob(tree, "platform/*/application.yaml")
	if err != nil {
		return nil, err
	}
	var releases []Release
	for _, file := range files {
		more, err := releasesOf(tree, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		releases = append(releases, more...)
	}
	if len(releases) == 0 {
		return nil, fmt.Errorf("%s: no Application has a chart", path.Join("platform", "*"))
	}
	return releases, nil
}

// application is what there is to know of an Application of a chart.
type application struct {
	Spec struct {
		Destination struct{ Namespace string }
		Sources     []struct {
			Chart, RepoURL, TargetRevision string
			Helm                           struct {
				ReleaseName  string
				ValuesObject map[string]any
			}
		}
	}
}

func releasesOf(tree fs.FS, file string) ([]Release, error) {
	raw, err := fs.ReadFile(tree, file)
	if err != nil {
		return nil, err
	}
	var app application
	if err := yaml.Unmarshal(raw, &app); err != nil {
		return nil, err
	}
	var releases []Release
	for _, s := range app.Spec.Sources {
		if s.Chart == "" {
			continue
		}
		values, err := yaml.Marshal(s.Helm.ValuesObject)
		if err != nil {
			return nil, err
		}
		releases = append(releases, Release{
			Repository: s.RepoURL, Chart: s.Chart, Version: s.TargetRevision,
			Name: s.Helm.ReleaseName, Namespace: app.Spec.Destination.Namespace, Values: values,
		})
	}
	return releases, nil
}
