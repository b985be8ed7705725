package main

import (
	"github.com/example/fastapi-gitops/generator/account"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/eksctl"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
)

// infrastructure is what CloudFormation and eksctl make for a fleet.
func infrastructure(fleet policy.Fleet) []manifest.Entry {
	entries := []manifest.Entry{account.Place(fleet.Plan)}
	for _, c := range fleet.Clusters {
		entries = append(entries, eksctl.Place(c.Plan, identities(c.Installed)))
	}
	return entries
}

// checkInfrastructure holds what the components need against what the clusters have, and AWS takes.
func checkInfrastructure(p *plan.Plan, fleets []policy.Fleet) input.Problems {
	var problems input.Problems
	own := map[*plan.Cluster][]component.Identity{}
	for _, fleet := range fleets {
		for _, c := range fleet.Clusters {
			own[c.Plan] = identities(c.Installed)
			problems = append(problems, eksctl.CheckCapacity(c.Plan, pods(c.Installed))...)
		}
	}
	return append(problems, eksctl.Check(p, own)...)
}

// identities are those of the components, each with its namespace.
func identities(installed []component.Installed) []component.Identity {
	var all []component.Identity
	for _, i := range installed {
		for _, identity := range i.Parts.Identities {
			if identity.Namespace == "" {
				identity.Namespace = i.Namespace
			}
			all = append(all, identity)
		}
	}
	return all
}

func pods(installed []component.Installed) []component.Pods {
	var all []component.Pods
	for _, i := range installed {
		all = append(all, i.Parts.Pods...)
	}
	return all
}

// clusterConfigs and accountTemplates are the files of all fleets, by themselves.
func clusterConfigs(p *plan.Plan) (entries []manifest.Entry) {
	for c, installed := range clusters(p, unpinned()) {
		entries = append(entries, eksctl.Place(c, identities(installed)))
	}
	return entries
}

func accountTemplates(p *plan.Plan) (entries []manifest.Entry) {
	for _, f := range p.Fleets {
		entries = append(entries, account.Place(f))
	}
	return entries
}
