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

// For packages the charts that the Applications of the platform name, in the order of their folders. The tree is the folder
// of one cluster in rendered/. The path argoCD is that of the Argo CD whose manifests the chart argo-cd has, as
// github.com/argoproj/argo-cd/v3. A chart that has no stand-in is an error.
func For(tree fs.FS, argoCD string, modules Modules) ([]Chart, error) {
	releases, err := Releases(tree)
	if err != nil {
		return nil, err
	}
	var charts []Chart
	for _, r := range releases {
		chart, err := r.chart(argoCD, modules)
		if err != nil {
			return nil, err
		}
		charts = append(charts, chart)
	}
	return charts, nil
}

// Next packages the chart of that name as the patch release after the one that the tree names.
func Next(name string, tree fs.FS, argoCD string, modules Modules) (Chart, error) {
	releases, err := Releases(tree)
	if err != nil {
		return Chart{}, err
	}
	for _, r := range releases {
		if r.Chart == name {
			r.Version = After(r.Version)
			return r.chart(argoCD, modules)
		}
	}
	return Chart{}, fmt.Errorf("chart %s: no Application has it", name)
}

// After is the next patch release of a version, as 1.2.4 is of 1.2.3.
func After(version string) string {
	dot := strings.LastIndex(version, ".") + 1
	patch, _ := strconv.Atoi(version[dot:])
	return version[:dot] + strconv.Itoa(patch+1)
}

// chart packages the stand-in.
func (r Release) chart(argoCD string, modules Modules) (Chart, error) {
	build, ok := standIns(argoCD)[r.Chart]
	if !ok {
		return Chart{}, fmt.Errorf("chart %s of %s: no stand-in is known", r.Chart, r.Repository)
	}
	source, err := build(modules)
	if err != nil {
		return Chart{}, fmt.Errorf("chart %s: %w", r.Chart, err)
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
	archive, err := Build(source)
	return Chart{Repository: r.Repository, Name: r.Chart, Version: r.Version, Archive: archive}, err
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
