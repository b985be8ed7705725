package main

import (
	"iter"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/account"
	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/aws"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/eksctl"
	"github.com/example/fastapi-gitops/generator/explain"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/overlay"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/workload"
	"github.com/example/fastapi-gitops/platform"
)

// buildersOf are the apps to read and the builders to ask for a rendered file. What belongs to one app needs no other
// app, and of what does not only projects need any: no app at all means those that decide about projects.
func buildersOf(file string) (apps []string, builders []explain.Builder) {
	app, ofApp := plan.AppOf(file)
	parts := strings.Split(file, "/")
	switch {
	case ofApp:
		for _, b := range workload.Builders {
			builders = append(builders, explain.Builder{File: sourceOf(b), Build: ofWorkloads(b), Finish: patchEntry})
		}
		return []string{app}, builders
	case len(parts) == 6 && parts[3] == "namespaces":
		for _, b := range namespace.Builders {
			builders = append(builders, explain.Builder{File: sourceOf(b), Build: ofNamespaces(b)})
		}
		return []string{noApp}, append(builders, explain.Builder{File: sourceOf(namespace.Platform), Build: platformNamespaces})
	case len(parts) > 5 && parts[3] == "platform" && !slices.Contains([]string{plan.AWS, "namespaces", "stores", "mesh"}, parts[4]):
		for _, component := range platform.Components {
			if component.Name == parts[4] {
				builders = append(builders, explain.Builder{File: sourceOf(component.For), Build: ofComponent(component.Name)})
			}
		}
		return []string{noApp}, builders
	case len(parts) > 6 && parts[3] == "platform" && parts[4] == plan.AWS:
		return nil, []explain.Builder{{File: sourceOf(aws.Build), Build: ofAWS}}
	case parts[0] == "eksctl":
		return []string{noApp}, []explain.Builder{
			{File: sourceOf(eksctl.Place), Build: clusterConfigs},
			{File: sourceOf(account.Place), Build: accountTemplates},
		}
	}
	apps, kinds := []string{noApp}, noKinds
	if strings.HasPrefix(path.Base(file), "appproject-") {
		apps, kinds = nil, kindsHeld
	}
	for _, b := range argocd.Builders {
		builders = append(builders, explain.Builder{File: sourceOf(b), Build: ofFleets(b, kinds)})
	}
	return apps, append(builders, explain.Builder{File: sourceOf(argocd.Namespaces), Build: namespacesApplications})
}

// namespacesApplications, platformNamespaces and ofComponent build what the clusters have of one thing, and leave it to the
// render to report what is wrong with it.
func namespacesApplications(p *plan.Plan) (entries []manifest.Entry) {
	for c, installed := range clusters(p, alone("")) {
		if len(c.Namespaces)+len(installed) > 0 {
			entries = append(entries, argocd.Namespaces(c, installed)...)
			entries = append(entries, argocd.AWS(c, installed)...)
		}
	}
	return entries
}

// ofAWS needs what reads secrets, of apps and of components, and who makes a secret first.
func ofAWS(p *plan.Plan) (entries []manifest.Entry) {
	taken := aws.Taken{}
	sorted := plan.Plan{Fleets: slices.SortedStableFunc(slices.Values(p.Fleets), ownersFirst)}
	for c, installed := range clusters(&sorted, unpinned()) {
		var readers []manifest.Entry
		for _, n := range c.Namespaces {
			apps, _ := buildWorkloads(n.Workloads)
			readers = append(readers, apps...)
		}
		for _, i := range installed {
			readers = append(readers, manifest.Place("", i.Parts.Objects...)...)
		}
		entries = append(entries, aws.Build(c, installed, readers, taken)...)
	}
	return entries
}

func platformNamespaces(p *plan.Plan) (entries []manifest.Entry) {
	for c, installed := range clusters(p, unpinned()) {
		entries = append(entries, namespace.Platform(c, installed)...)
	}
	return entries
}

func ofComponent(name string) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		for c, installed := range clusters(p, alone(name)) {
			for _, i := range installed {
				if i.Name == name {
					built, _ := argocd.Component(c, i)
					entries = append(entries, built...)
				}
			}
		}
		return entries
	}
}

// alone are the components, of which all but one have nothing: what they are called and need is asked of them, and no more.
func alone(name string) []component.Component {
	all := unpinned()
	for i := range all {
		c := &all[i]
		if c.Name == name {
			*c = platform.Components[i]
		} else {
			c.For = func(*plan.Cluster) component.Parts { return component.Parts{} }
		}
	}
	return all
}

// unpinned are the components without what says their versions, which takes as long to read as they take to build.
func unpinned() []component.Component {
	all := slices.Clone(platform.Components)
	for i := range all {
		all[i].Chart, all[i].Kustomization = nil, nil
	}
	return all
}

// clusters are those of all fleets, each with those of the components that it gets.
func clusters(p *plan.Plan, components []component.Component) iter.Seq2[*plan.Cluster, []component.Installed] {
	return func(yield func(*plan.Cluster, []component.Installed) bool) {
		for _, f := range p.Fleets {
			for _, c := range f.Clusters {
				installed, _ := component.Install(c, components)
				if !yield(c, installed) {
					return
				}
			}
		}
	}
}

// noApp is no app's name: nothing below apps/ is read.
const noApp = "-"

func ofWorkloads(build workload.Builder) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		forNamespaces(p, func(n *plan.Namespace) {
			for _, w := range n.Workloads {
				entries = append(entries, manifest.Place(w.Dir(), build(w)...)...)
			}
		})
		return entries
	}
}

func ofNamespaces(build namespace.Builder) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		forNamespaces(p, func(n *plan.Namespace) { entries = append(entries, manifest.Place(n.Dir(), build(n)...)...) })
		return entries
	}
}

func ofFleets(build argocd.Builder, kinds func(*plan.Fleet) *argocd.Held) func(*plan.Plan) []manifest.Entry {
	return func(p *plan.Plan) (entries []manifest.Entry) {
		for _, f := range p.Fleets {
			entries = append(entries, build(f, kinds(f))...)
		}
		return entries
	}
}

func noKinds(*plan.Fleet) *argocd.Held { return argocd.NewHeld() }

// kindsHeld are the kinds that the clusters of a fleet hold, for which all of them are built.
func kindsHeld(f *plan.Fleet) *argocd.Held {
	held := argocd.NewHeld()
	for _, c := range f.Clusters {
		buildCluster(c, aws.Taken{}, held)
	}
	held.Add(argocd.PlatformProject, argocd.Build(f, held)...)
	return held
}

// patchEntry applies the patches that concern the one object, if its app has any.
func patchEntry(p *plan.Plan, entry manifest.Entry) (manifest.Entry, error) {
	var patches *config.Patch
	forNamespaces(p, func(n *plan.Namespace) {
		for _, w := range n.Workloads {
			if w.Dir() == path.Dir(entry.Path) {
				patches = w.Patch
			}
		}
	})
	if patches == nil {
		return entry, nil
	}
	object, problems := overlay.ApplyTo(entry.Object, patches, decoder())
	return manifest.Entry{Path: entry.Path, Object: object}, problems.Err()
}

func forNamespaces(p *plan.Plan, do func(*plan.Namespace)) {
	for _, f := range p.Fleets {
		for _, c := range f.Clusters {
			for _, n := range c.Namespaces {
				do(n)
			}
		}
	}
}

// sourceOf is the file of the generator that a function stands in.
func sourceOf(function any) string {
	pc := reflect.ValueOf(function).Pointer()
	file, _ := runtime.FuncForPC(pc).FileLine(pc)
	_, here, _, _ := runtime.Caller(0)
	return strings.TrimPrefix(file, strings.TrimSuffix(here, "generator/explain_builders.go"))
}
