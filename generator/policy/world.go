package policy

import (
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/meshpol"
	"github.com/example/fastapi-gitops/generator/netpol"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// world is a fleet with everything that rules look up. It is only read once it is built.
type world struct {
	plan        *plan.Fleet
	clusters    []*cluster
	directories []string                 // of the tree, sorted
	projects    map[string][]destination // by name of the AppProject
	syncings    []*syncing
	delivered   []delivered     // the Applications that Argo CD comes to have
	sourced     map[string]bool // repositories that something comes from

	clusterLabels map[string]labels.Set // of the clusters' Secrets, by name of the cluster
	runbooks      map[string]bool       // files of the repository; nil if it has none
}

// cluster holds the objects of one cluster.
type cluster struct {
	plan       *plan.Cluster
	dir        string // of everything rendered for it
	world      *world
	objects    []*object // by path
	byID       map[manifest.ID][]*object
	namespaces map[string]*namespace
	apps       []*app            // by directory
	network    *netpol.Evaluator // nil if a policy cannot be read
	mesh       *meshpol.Evaluator
	issuers    []string // names of ClusterIssuers
	installed  []component.Installed
}

// namespace is one that holds objects, or that the plan says is there.
type namespace struct {
	name    string
	cluster *cluster
	plan    *plan.Namespace // nil for those of the platform
	level   component.Level // of Pod Security, that of the components that run here; empty if none does
	objects []*object
	common  []*object          // those that no app has
	secrets map[string]*object // what makes the Secret of a name: itself, an ExternalSecret or an Ingress
	used    map[reference]bool // what some object of the namespace refers to

	services map[label][]*corev1.Service // by each of their labels
}

// app is a directory of an app's objects.
type app struct {
	name      string
	dir       string
	namespace *namespace     // the one that the directory names
	plan      *plan.Workload // nil if no such app is deployed there
	objects   []*object
	pods      []*pod
	in, out   []opening // what the plan wants for the app's pods
}

// object is an object of the tree and where it stands.
type object struct {
	manifest.Entry
	id        manifest.ID
	cluster   *cluster
	namespace *namespace // nil for a cluster-scoped object
	app       *app       // nil outside apps/
}

// survey builds the world of a fleet.
func survey(f Fleet) *world {
	w := &world{plan: f.Plan, runbooks: f.Runbooks}
	for _, c := range f.Clusters {
		w.clusters = append(w.clusters, surveyCluster(w, c))
	}
	w.findDirectories()
	w.findClusterLabels()
	w.findProjects()
	w.findSyncings()
	w.findDelivered()
	return w
}

func surveyCluster(w *world, of Cluster) *cluster {
	c := &cluster{
		plan: of.Plan, world: w, dir: of.Plan.Dir(),
		objects:    make([]*object, 0, len(of.Entries)),
		byID:       make(map[manifest.ID][]*object, len(of.Entries)),
		namespaces: map[string]*namespace{}, installed: of.Installed,
	}
	for _, n := range of.Plan.Namespaces {
		c.namespaceOf(n.Name()).plan = n
	}
	for _, i := range of.Installed {
		if i.Namespace != "" {
			n := c.namespaceOf(i.Namespace)
			n.level = component.Weakest(n.level, i.PodSecurity.Level)
		}
	}
	apps := c.plannedApps()
	for _, entry := range sortedEntries(of.Entries) {
		c.add(entry, apps)
	}
	for _, a := range apps {
		if len(a.objects) > 0 || a.plan != nil {
			c.apps = append(c.apps, a)
		}
	}
	slices.SortFunc(c.apps, func(a, b *app) int { return strings.Compare(a.dir, b.dir) })
	c.findSecrets()
	c.findUses()
	c.findIssuers()
	c.network, c.mesh = evaluator(c), meshpol.New()
	for _, o := range c.objects {
		c.mesh.Add(o.Object)
	}
	return c
}

func sortedEntries(entries []manifest.Entry) []manifest.Entry {
	return slices.SortedStableFunc(slices.Values(entries), func(a, b manifest.Entry) int { return strings.Compare(a.Path, b.Path) })
}

// namespaceOf is the namespace of a name.
func (c *cluster) namespaceOf(name string) *namespace {
	n := c.namespaces[name]
	if n == nil {
		n = &namespace{name: name, cluster: c, secrets: map[string]*object{}, used: map[reference]bool{}, services: map[label][]*corev1.Service{}}
		c.namespaces[name] = n
	}
	return n
}

// plannedApps are the apps of the plan by directory.
func (c *cluster) plannedApps() map[string]*app {
	apps := map[string]*app{}
	for _, n := range c.plan.Namespaces {
		for _, w := range n.Workloads {
			apps[w.Dir()] = &app{name: w.Name, dir: w.Dir(), namespace: c.namespaceOf(n.Name()), plan: w, in: appIn(w), out: appOut(w)}
		}
	}
	return apps
}

// add places an object; apps holds those known so far, by directory.
func (c *cluster) add(entry manifest.Entry, apps map[string]*app) {
	o := &object{Entry: entry, id: manifest.IDOf(entry.Object), cluster: c}
	c.objects = append(c.objects, o)
	c.byID[o.id] = append(c.byID[o.id], o)
	if o.id.Namespace != "" {
		o.namespace = c.namespaceOf(o.id.Namespace)
		o.namespace.objects = append(o.namespace.objects, o)
		o.namespace.addService(o)
	}
	dir := path.Dir(entry.Path)
	rest, inApps := strings.CutPrefix(dir, c.dir+"/apps/")
	if !inApps {
		if o.namespace != nil {
			o.namespace.common = append(o.namespace.common, o)
		}
		return
	}
	if apps[dir] == nil {
		environment, name, _ := strings.Cut(rest, "/")
		apps[dir] = &app{name: name, dir: dir, namespace: c.namespaceOf(environment)}
	}
	o.app = apps[dir]
	o.app.objects = append(o.app.objects, o)
	if pod := podOf(o); pod != nil {
		o.app.pods = append(o.app.pods, pod)
	}
}

// get returns the object of an identity, or nil.
func (c *cluster) get(id manifest.ID) *object {
	if found := c.byID[id]; len(found) > 0 {
		return found[0]
	}
	return nil
}

// names are those of a namespace's objects of one kind.
func (n *namespace) names(kind string) []string {
	var names []string
	for _, o := range n.objects {
		if o.id.Kind == kind && o.id.Name != "" {
			names = append(names, o.id.Name)
		}
	}
	return names
}
