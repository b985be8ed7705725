package main

import (
	"path"
	"runtime"
	"slices"

	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/aws"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/overlay"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/example/fastapi-gitops/generator/workload"
	"github.com/example/fastapi-gitops/platform"
	"golang.org/x/sync/errgroup"
)

// build makes every object of every fleet. The hub comes last, since its projects allow just the kinds that there are.
func build(p *plan.Plan) ([]policy.Fleet, input.Problems) {
	var fleets []policy.Fleet
	var problems input.Problems
	taken := aws.Taken{}
	for _, f := range slices.SortedStableFunc(slices.Values(p.Fleets), ownersFirst) {
		fleet := policy.Fleet{Plan: f}
		held := argocd.NewHeld()
		for _, c := range f.Clusters {
			built, wrong := buildCluster(c, taken, held)
			fleet.Clusters = append(fleet.Clusters, built)
			problems = append(problems, wrong...)
		}
		addHub(&fleet, held)
		fleets = append(fleets, fleet)
	}
	return fleets, problems
}

// ownersFirst has the fleets that own their account choose first what they make there, so that another fleet moves nothing.
func ownersFirst(a, b *plan.Fleet) int {
	switch {
	case a.OwnsAccount() == b.OwnsAccount():
		return 0
	case a.OwnsAccount():
		return -1
	}
	return 1
}

// buildCluster makes the objects of a cluster and notes which project holds which kinds, and which secrets it makes.
func buildCluster(c *plan.Cluster, taken aws.Taken, held *argocd.Held) (policy.Cluster, input.Problems) {
	var all []manifest.Entry
	installed, ours, problems := buildPlatform(c, held)
	for _, n := range c.Namespaces {
		ours = append(ours, manifest.Place(n.Dir(), namespace.Build(n)...)...)
		apps, wrong := buildWorkloads(n.Workloads)
		held.Add(n.Environment.Name, apps...)
		all, problems = append(all, apps...), append(problems, wrong...)
	}
	if len(c.Namespaces)+len(installed) > 0 {
		ours = append(ours, argocd.Namespaces(c, installed)...)
	}
	ours = append(ours, argocd.AWS(c, installed)...)
	ours = append(ours, aws.Build(c, installed, slices.Concat(all, ours), taken)...)
	held.Add(argocd.PlatformProject, ours...)
	return policy.Cluster{Plan: c, Entries: append(all, ours...), Installed: installed}, problems
}

// buildPlatform makes what a cluster gets of the components, and what stands around them.
func buildPlatform(c *plan.Cluster, held *argocd.Held) ([]component.Installed, []manifest.Entry, input.Problems) {
	installed, problems := component.Install(c, platform.Components)
	entries := namespace.Platform(c, installed)
	for _, i := range installed {
		built, err := argocd.Component(c, i)
		if err != nil {
			problems = append(problems, input.Problem{Position: input.Position{File: path.Join("platform", i.Name)}, Message: err.Error()})
		}
		entries = append(entries, built...)
		held.AddPinned(c, i)
	}
	return installed, entries, problems
}

// addHub adds what the hub's Argo CD reads. The platform's project holds these objects as well, itself among them: the
// first round tells which kinds there are.
func addHub(fleet *policy.Fleet, held *argocd.Held) {
	held.Add(argocd.PlatformProject, argocd.Build(fleet.Plan, held)...)
	at := slices.IndexFunc(fleet.Clusters, func(c policy.Cluster) bool { return c.Plan == fleet.Plan.Hub })
	hub := &fleet.Clusters[at]
	hub.Entries = append(hub.Entries, argocd.Build(fleet.Plan, held)...)
}

// chunk is how many workloads one task builds: enough to outweigh its start.
const chunk = 32

func buildWorkloads(workloads []*plan.Workload) ([]manifest.Entry, input.Problems) {
	parts := slices.Collect(slices.Chunk(workloads, chunk))
	built := make([][]manifest.Entry, len(parts))
	wrong := make([]input.Problems, len(parts))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, part := range parts {
		group.Go(func() error {
			for _, w := range part {
				objects, problems := buildWorkload(w)
				built[i] = append(built[i], manifest.Place(w.Dir(), objects...)...)
				wrong[i] = append(wrong[i], problems...)
			}
			return nil
		})
	}
	_ = group.Wait() // what is wrong is in the problems
	return slices.Concat(built...), slices.Concat(wrong...)
}

// buildWorkload makes the objects of one app in one namespace and patches them where the app has patches.
func buildWorkload(w *plan.Workload) ([]manifest.Object, input.Problems) {
	objects := workload.Build(w)
	if w.Patch == nil {
		return objects, nil
	}
	return overlay.Apply(objects, w.Patch, decoder())
}
