package plan

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/utils/ptr"
)

// Resolve decides what runs where and checks what spans files. There is no plan when there are problems.
func Resolve(inputs *config.Inputs) (*Plan, input.Problems) {
	problems := check(inputs)
	if len(problems) > 0 || len(inputs.Broken) > 0 {
		return nil, problems
	}
	return Draft(inputs), nil
}

// Draft is the plan of inputs that need not agree with each other. It is nil where a fleet has no hub.
func Draft(inputs *config.Inputs) *Plan {
	environments := promotionOrder(inputs.Environments)
	plan := &Plan{Environments: environments}
	for i := range inputs.Fleets {
		f := fleet(&inputs.Fleets[i], environments)
		if f.Hub == nil {
			return nil
		}
		plan.Fleets = append(plan.Fleets, f)
		plan.lacks(f)
		plan.unused(f.Input, inputs.Apps)
	}
	for _, app := range inputs.Apps {
		plan.place(&app)
	}
	for _, e := range environments {
		if !slices.ContainsFunc(plan.Fleets, func(f *Fleet) bool { return slices.Contains(f.Environments, e) }) {
			plan.Unhosted = append(plan.Unhosted, e.Name)
		}
	}
	return plan
}

// promotionOrder sorts environments so that each comes after the one it is promoted from, else by name.
func promotionOrder(environments []config.Environment) []*Environment {
	var order []*Environment
	var follow func(after string)
	follow = func(after string) {
		for _, e := range environments {
			if string(e.After) == after {
				last := !slices.ContainsFunc(environments, func(o config.Environment) bool { return string(o.After) == e.Name })
				order = append(order, environment(&e, last))
				follow(e.Name)
			}
		}
	}
	follow("")
	return order
}

// environment resolves a tier; the last is one from which nothing is promoted.
func environment(e *config.Environment, last bool) *Environment {
	sizes := map[string]Resources{}
	for name, s := range e.Sizes {
		sizes[name] = Resources{CPU: s.CPU.Quantity, Memory: s.Memory.Quantity, Storage: s.Storage.Quantity}
	}
	return &Environment{
		Name:       e.Name,
		Production: ptr.Deref(e.Production, last),
		Replicas:   int32(or(e.Replicas, 1)),
		Sizes:      sizes,
		Quota: Quota{
			CPU: e.Quota.CPU.Quantity, Memory: e.Quota.Memory.Quantity, Storage: e.Quota.Storage.Quantity,
			Pods: int32(e.Quota.Pods),
		},
		Sync:       Sync{Prune: orTrue(e.Sync.Prune), SelfHeal: orTrue(e.Sync.SelfHeal), Windows: e.Sync.Windows},
		Developers: or(e.Developers, config.AccessRead),
	}
}

func fleet(f *config.Fleet, environments []*Environment) *Fleet {
	resolved := &Fleet{
		Input:        f,
		Name:         f.Name,
		Repository:   string(f.Repository),
		Branch:       string(or(f.Branch, "main")),
		Domain:       string(f.Domain),
		Zone:         string(f.Zone),
		Account:      string(f.Account),
		Groups:       Groups{Developers: string(f.Groups.Developers), Operators: string(f.Groups.Operators)},
		Charts:       string(f.Charts),
		ArgoCD:       f.ArgoCD,
		Alerts:       f.Alerts,
		Ingress:      or(f.Ingress, config.Nginx),
		Roles:        f.Roles,
		AccountOwner: accountOwner(f),
	}
	for _, name := range f.Without {
		resolved.Without = append(resolved.Without, string(name))
	}
	hosted := map[string]bool{}
	for i := range f.Clusters {
		c := cluster(resolved, &f.Clusters[i], environments)
		resolved.Clusters = append(resolved.Clusters, c)
		if c.Name == string(f.Hub) {
			resolved.Hub, resolved.Registry = c, registry(f, c)
		}
		for _, n := range c.Namespaces {
			hosted[n.Name()] = true
		}
	}
	for _, e := range environments {
		if hosted[e.Name] {
			resolved.Environments = append(resolved.Environments, e)
		}
	}
	return resolved
}

func cluster(f *Fleet, c *config.Cluster, environments []*Environment) *Cluster {
	resolved := &Cluster{
		Input: c, Fleet: f, Name: c.Name, Region: string(c.Region), Zones: c.Zones, CIDR: c.CIDR.String(),
		Kubernetes: string(or(c.Kubernetes, "1.35")), Standby: c.Role == config.Standby,
		Server: string(c.Endpoint.URL), Authority: string(c.Endpoint.Authority),
		EncryptionKey: string(c.EncryptionKey), LogDays: int32(or(c.Logs.Days, defaultLogDays)), NodeGroups: nodeGroups(c.Nodes),
	}
	for _, public := range c.Endpoint.Public {
		resolved.Public = append(resolved.Public, public.String())
	}
	for _, e := range environments {
		if hosts(c, e.Name) {
			resolved.Namespaces = append(resolved.Namespaces, &Namespace{Cluster: resolved, Environment: e})
		}
	}
	return resolved
}

// lacks notes what a fleet is still to be given by hand.
func (p *Plan) lacks(f *Fleet) {
	if _, ok := f.GitHub(); !ok {
		p.Pushless = append(p.Pushless, f.Name)
	}
	if f.Input.Zone.Example() {
		p.Zoneless = append(p.Zoneless, f.Name)
	}
	if f.Alerts == nil {
		p.Silent = append(p.Silent, f.Name)
	}
	for _, c := range f.Clusters {
		if c.Input.EncryptionKey.Example() {
			p.Keyless = append(p.Keyless, f.Name+"/"+c.Name)
		}
		if c != f.Hub && !c.Joined() {
			p.Unjoined = append(p.Unjoined, f.Name+"/"+c.Name)
		}
	}
}

// hosts says whether a cluster hosts an environment: the one of its own name, unless it lists others or all.
func hosts(c *config.Cluster, environment string) bool {
	if len(c.Environments) == 0 {
		return c.Name == environment
	}
	return c.Environments[0] == everyEnvironment || slices.Contains(c.Environments, environment)
}

// everyEnvironment stands for all environments in a cluster's list.
const everyEnvironment = "*"

// place puts an app into each namespace whose environment has an image of it.
func (p *Plan) place(app *config.App) {
	for i, f := range p.Fleets {
		f.Apps = append(f.Apps, app.Name)
		for _, e := range f.Environments {
			image, deployed := app.Versions.Images[e.Name]
			switch {
			case i > 0: // the versions are those of the app, not of the fleet: one report is enough
			case !deployed:
				p.Missing = append(p.Missing, app.Name+" in "+e.Name)
			case image.Example():
				p.Unbuilt = append(p.Unbuilt, app.Name+" in "+e.Name)
			}
			if deployed {
				f.place(app, e, image)
			}
		}
	}
}

func (f *Fleet) place(app *config.App, e *Environment, image config.Image) {
	for _, c := range f.Clusters {
		for _, n := range c.Namespaces {
			if n.Environment == e {
				n.Workloads = append(n.Workloads, workload(n, app, image))
			}
		}
	}
}
