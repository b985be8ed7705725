package main

import (
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// deciders are the apps to which an AppProject owes the kinds that it allows: between them they hold each kind that some
// app of an environment holds, and twice each kind that several do. No input of any other app can change a project, and
// trying each input of a thousand apps on all of them would take hours.
func deciders(p *plan.Plan) []string {
	type kind struct{ environment, group, kind string }
	holders := map[kind]map[string]bool{}
	apps := []string{noApp}
	forNamespaces(p, func(n *plan.Namespace) {
		for _, w := range n.Workloads {
			objects, _ := buildWorkload(w) // a patch that fails, the render reports
			decides := false
			for _, object := range objects {
				id := manifest.IDOf(object)
				k := kind{n.Name(), id.Group, id.Kind}
				if holders[k] == nil {
					holders[k] = map[string]bool{}
				}
				if len(holders[k]) < 2 && !holders[k][w.Name] {
					holders[k][w.Name] = true
					decides = true
				}
			}
			if decides {
				apps = append(apps, w.Name)
			}
		}
	})
	return apps
}
