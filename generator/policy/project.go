package policy

import (
	"path"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/manifest"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// platformProject is the AppProject of everything but the apps, which have one each environment.
const platformProject = "platform"

// projectFinalizer keeps an AppProject while an Application names it (argo-cd, controller.finalizeProjectDeletion).
const projectFinalizer = "resources-finalizer.argocd.argoproj.io"

// held is what the tree has for a project.
type held struct {
	kinds        map[bool]map[metav1.GroupKind][]*object // by whether they have a namespace
	destinations map[destination]bool                    // those that something goes to, and whether it is in the tree
}

// projectOf is the project under which an object is synced.
func (o *object) projectOf() string {
	if o.app != nil {
		return o.app.namespace.name
	}
	return platformProject
}

// projects: each object is within what its AppProject allows, and no project allows more than the tree has.
func projects(w *world, r *report) {
	tree, found := w.held()
	names := map[string]bool{}
	for _, o := range found {
		names[o.id.Name] = true
		p, err := decodeArgo[appProject](o)
		if err != nil {
			r.add(o, "spec", "%v", err)
			continue
		}
		h := tree[o.id.Name]
		if h == nil {
			r.add(o, "metadata.name", "nothing in the tree is of project %q%s", o.id.Name, hint(o.id.Name, sortedKeys(tree)))
			continue
		}
		if got := o.Object.GetFinalizers(); !slices.Contains(got, projectFinalizer) {
			r.add(o, "metadata.finalizers", "%q: expected %s: an Application whose project has gone can never be deleted", got, projectFinalizer)
		}
		w.sources(o, p, r)
		w.destinations(o, p, h, r)
		kinds(o, p, h, r)
		w.windows(o, p, r)
	}
	for _, name := range sortedKeys(tree) {
		if first := tree[name].first(); first != nil && !names[name] {
			r.add(first, "", "no AppProject %q allows it", name)
		}
	}
}

// held is what the tree has for each project, and the AppProjects.
func (w *world) held() (tree map[string]*held, found []*object) {
	tree = map[string]*held{}
	for _, c := range w.clusters {
		for _, n := range c.plan.Namespaces { // before it holds the first app, too
			holding(tree, n.Name()).destinations[destination{Name: c.plan.Name, Namespace: n.Name()}] = true
		}
		for _, o := range c.objects {
			if argoKind(o, "AppProject") {
				found = append(found, o)
			}
			hold(tree, o)
		}
		for _, i := range c.installed {
			holdChart(tree, c, i)
		}
	}
	for _, d := range w.delivered {
		if h := holding(tree, d.project); !h.destinations[d.destination] {
			h.destinations[d.destination] = false // a chart's objects are not in the tree
		}
	}
	return tree, found
}

// hold notes the kind and the destination of an object.
func hold(tree map[string]*held, o *object) {
	h := holding(tree, o.projectOf())
	kind := metav1.GroupKind{Group: o.id.Group, Kind: o.id.Kind}
	namespaced := o.id.Namespace != ""
	h.kinds[namespaced][kind] = append(h.kinds[namespaced][kind], o)
	if namespaced {
		h.destinations[destination{Name: o.target(), Namespace: o.id.Namespace}] = true
	}
}

// holdChart notes what the chart of a component installs.
func holdChart(tree map[string]*held, c *cluster, i component.Installed) {
	h := holding(tree, platformProject)
	for _, kind := range i.Installs {
		h.kinds[kind.Namespaced][metav1.GroupKind(kind.GroupKind)] = append(h.kinds[kind.Namespaced][metav1.GroupKind(kind.GroupKind)], c.applicationOf(i))
	}
	for _, namespace := range i.Namespaces() {
		h.destinations[destination{Name: c.plan.Name, Namespace: namespace}] = true
	}
}

// applicationOf is the Application that installs a component.
func (c *cluster) applicationOf(i component.Installed) *object {
	id := manifest.ID{Group: "argoproj.io", Kind: "Application", Namespace: argocdNamespace, Name: c.plan.Name + "-" + i.Name}
	if o := c.get(id); o != nil {
		return o
	}
	file := path.Join(c.plan.ComponentDir(i.Name), "application.yaml")
	return &object{Entry: manifest.Entry{Path: file}, id: id, cluster: c}
}

// holding is what the tree has for a project.
func holding(tree map[string]*held, project string) *held {
	if tree[project] == nil {
		tree[project] = &held{kinds: map[bool]map[metav1.GroupKind][]*object{true: {}, false: {}}, destinations: map[destination]bool{}}
	}
	return tree[project]
}

// first is the object of the project whose file comes first; nil if there is none.
func (h *held) first() *object {
	var first *object
	for _, of := range h.kinds {
		for _, objects := range of {
			if first == nil || objects[0].Path < first.Path {
				first = objects[0]
			}
		}
	}
	return first
}

// sources: a project reads the fleet's repository, and the charts of the platform, each by its full address.
func (w *world) sources(o *object, p *appProject, r *report) {
	field := "spec.sourceRepos"
	if !slices.Contains(p.Spec.SourceRepos, w.plan.Repository) {
		r.add(o, field, "expected %s, the fleet's repository", w.plan.Repository)
	}
	for i, repo := range p.Spec.SourceRepos {
		switch {
		case strings.Contains(repo, "*"):
			r.add(o, at(field, i), "%q: no wildcards", repo)
		case slices.Contains(p.Spec.SourceRepos[:i], repo):
			r.add(o, at(field, i), "%q is listed twice", repo)
		case repo != w.plan.Repository && (o.id.Name != platformProject || !w.sourced[repo]):
			r.add(o, at(field, i), "nothing in the tree comes from %q", repo)
		}
	}
	for i, namespace := range p.Spec.SourceNamespaces {
		r.add(o, at("spec.sourceNamespaces", i), "%q: Applications are made in %s alone", namespace, argocdNamespace)
	}
	if len(p.Spec.Roles) > 0 {
		r.add(o, "spec.roles", "rights in Argo CD are given to groups in its own configuration")
	}
}

// destinations: a project may write where the tree has something for it, each cluster and namespace by name.
func (w *world) destinations(o *object, p *appProject, h *held, r *report) {
	listed := map[destination]bool{}
	for i, d := range p.Spec.Destinations {
		field := at("spec.destinations", i)
		switch {
		case d.Server != "":
			r.add(o, field+".server", "%q: name the cluster instead, which stays when its address changes", d.Server)
		case strings.ContainsAny(d.Name+d.Namespace, "*!") || d.Name == "" || d.Namespace == "":
			r.add(o, field, "name %q, namespace %q: no wildcards", d.Name, d.Namespace)
		case w.clusterNamed(d.Name) == nil:
			r.add(o, field+".name", "no cluster %q in the fleet%s", d.Name, hint(d.Name, w.clusterNames()))
		case !h.has(d):
			r.add(o, field+".namespace", "the tree has nothing for %s on %s in this project", d.Namespace, d.Name)
		case listed[d]:
			r.add(o, field, "listed twice")
		}
		listed[d] = true
	}
	for d, inTree := range h.destinations {
		if inTree && !listed[d] {
			r.add(o, "spec.destinations", "misses %s on %s, for which the tree has objects", d.Namespace, d.Name)
		}
	}
}

func (h *held) has(d destination) bool {
	_, there := h.destinations[d]
	return there
}

// everyKind is what stands for all kinds in an AppProject.
var everyKind = metav1.GroupKind{Group: "*", Kind: "*"}

// kinds: a project allows the kinds that it holds. To Argo CD an empty list of namespaced kinds means all of them, so a
// project without any must deny all.
func kinds(o *object, p *appProject, h *held, r *report) {
	allowed(o, "spec.clusterResourceWhitelist", p.Spec.ClusterResourceWhitelist, h.kinds[false], r)
	allowed(o, "spec.namespaceResourceWhitelist", p.Spec.NamespaceResourceWhitelist, h.kinds[true], r)
	if len(p.Spec.NamespaceResourceWhitelist) == 0 && !slices.Contains(p.Spec.NamespaceResourceBlacklist, everyKind) {
		r.add(o, "spec.namespaceResourceBlacklist", "expected group * and kind *: without a list of its own the project allows every kind")
	}
	if len(p.Spec.NamespaceResourceWhitelist) > 0 && len(p.Spec.NamespaceResourceBlacklist) > 0 {
		r.add(o, "spec.namespaceResourceBlacklist", "expected none beside the list of what is allowed")
	}
	if len(p.Spec.ClusterResourceBlacklist) > 0 {
		r.add(o, "spec.clusterResourceBlacklist", "expected none: what is not allowed is denied")
	}
}

func allowed(o *object, field string, list []metav1.GroupKind, holds map[metav1.GroupKind][]*object, r *report) {
	for i, kind := range list {
		switch {
		case strings.Contains(kind.Group+kind.Kind, "*"):
			r.add(o, at(field, i), "group %q, kind %q: no wildcards", kind.Group, kind.Kind)
		case holds[kind] == nil:
			r.add(o, at(field, i, ".kind"), "the tree has no %s of group %q in this project", kind.Kind, kind.Group)
		case slices.Contains(list[:i], kind):
			r.add(o, at(field, i, ".kind"), "%s is listed twice", kind.Kind)
		}
	}
	for kind, objects := range holds {
		if !slices.Contains(list, kind) && !slices.Contains(list, everyKind) {
			r.add(o, field, "misses %s of group %q, such as %s", kind.Kind, kind.Group, objects[0].id)
			r.add(objects[0], "kind", "AppProject %s does not allow %s of group %q (%d objects)", o.id.Name, kind.Kind, kind.Group, len(objects))
		}
	}
}
