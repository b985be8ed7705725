package policy

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gobwas/glob"
	"k8s.io/apimachinery/pkg/util/validation"
)

// delivery: Argo CD comes to sync each file of the tree by exactly one Application, which is of the file's project and
// goes to the file's cluster and namespace. Sets are expanded as Argo CD expands them.
func delivery(w *world, r *report) {
	byDir := map[string][]delivered{}
	names := map[string]*syncing{}
	for _, s := range w.syncings {
		for _, p := range s.problems {
			r.add(s.object, p.field, "%s", p.message)
		}
	}
	for _, d := range w.delivered {
		d.named(names, r)
		w.permitted(d, r)
		for _, source := range d.sources {
			if source.Chart != "" {
				continue
			}
			byDir[source.Path] = append(byDir[source.Path], d)
			if d.set != nil && !w.isDirectory(source.Path) {
				r.add(d.object, source.field+".path", "%q is not in the tree", source.Path)
			}
		}
	}
	reported := map[string]bool{} // areas without and fields of sets, so that one broken set is one finding
	for _, c := range w.clusters {
		for _, o := range c.objects {
			w.deliver(o, byDir, reported, r)
		}
	}
	w.clusterSecrets(r)
	w.hub(r)
}

// named reports Applications whose name is no name, or another's.
func (d delivered) named(names map[string]*syncing, r *report) {
	field := "metadata.name"
	if d.set != nil {
		field = nameField
	}
	if len(validation.IsDNS1123Subdomain(d.name)) > 0 {
		r.add(d.object, field, "%q is no name", d.name)
	}
	if names[d.name] != nil {
		r.add(d.object, field, "%q is the name of another Application too (%s)", d.name, names[d.name].Path)
	}
	names[d.name] = d.syncing
}

// permitted reports an Application that its project refuses: Argo CD compares the destination with the project's.
func (w *world) permitted(d delivered, r *report) {
	allowed, there := w.projects[d.project]
	switch {
	case !there:
		r.add(d.object, d.field+".project", "no AppProject %q%s", d.project, hint(d.project, sortedKeys(w.projects)))
	case w.clusterNamed(d.destination.Name) == nil:
		r.add(d.object, d.field+".destination.name", "no cluster %q in the fleet%s", d.destination.Name, hint(d.destination.Name, w.clusterNames()))
	case !slices.Contains(allowed, d.destination):
		r.add(d.object, d.field+".destination.namespace", "project %s does not permit namespace %q on %s", d.project, d.destination.Namespace, d.destination.Name)
	}
}

// deliver finds the Applications that sync a file.
func (w *world) deliver(o *object, byDir map[string][]delivered, reported map[string]bool, r *report) {
	var by []taking
	var passing delivered
	for dir := path.Dir(o.Path); dir != "." && dir != "/"; dir = path.Dir(dir) {
		for _, d := range byDir[dir] {
			for _, source := range d.sources {
				if source.Path == dir && source.holds(o.Path) {
					by = append(by, taking{d, source})
				} else if source.Path == dir {
					passing = d
				}
			}
		}
	}
	switch {
	case len(by) == 0:
		area := path.Dir(path.Dir(o.Path))
		if !reported[area] {
			r.add(o, "", "no Application syncs it, nor what stands beside it")
		}
		if !reported[area] && passing.syncing != nil {
			r.add(passing.object, passing.sources[0].field+".directory", "passes over %s", o.Path)
		}
		reported[area] = true
	case len(by) > 1:
		contested(o, by, reported, r)
	default:
		w.goes(o, by[0].of, reported, r)
	}
}

// taking is a source of an Application that takes a file.
type taking struct {
	of   delivered
	from source
}

// contested reports the Applications that take a file of another project, each once, or else the file, once a directory.
func contested(o *object, by []taking, reported map[string]bool, r *report) {
	once := func(of string) bool {
		before := reported[of]
		reported[of] = true
		return !before
	}
	astray := false
	for _, t := range by {
		if t.of.project == o.projectOf() {
			continue
		}
		astray = true
		if field := t.from.field + ".path"; once(t.of.Path + field) {
			r.add(t.of.object, field, "%q holds what another Application syncs for project %s, such as %s", t.from.Path, o.projectOf(), o.Path)
		}
	}
	if dir := path.Dir(o.Path); !astray && once(dir+" contested") {
		r.add(o, "", "%d Applications sync it and what stands beside it, and undo each other; one is %s", len(by), by[0].of.name)
	}
}

// holds says whether a source takes a file below its directory.
func (s source) holds(file string) bool {
	rest := strings.TrimPrefix(file, s.Path+"/")
	if s.Directory == nil || !s.Directory.Recurse {
		return !strings.Contains(rest, "/")
	}
	return (s.Directory.Include == "" || matches(s.Directory.Include, rest)) && !matches(s.Directory.Exclude, rest)
}

// globs are compiled patterns; nil for one that is none.
var globs sync.Map

// matches as Argo CD does (util/glob, Match): a star passes over slashes too.
func matches(pattern, file string) bool {
	known, ok := globs.Load(pattern)
	if !ok {
		compiled, _ := glob.Compile(pattern) // one that is none matches nothing
		known, _ = globs.LoadOrStore(pattern, compiled)
	}
	compiled, _ := known.(glob.Glob)
	return compiled != nil && compiled.Match(file)
}

// goes compares where an Application takes a file with where the file belongs. A set is reported once a field.
func (w *world) goes(o *object, d delivered, reported map[string]bool, r *report) {
	compare := func(field, got, want string) {
		if got != want && !reported[d.Path+field] {
			reported[d.Path+field] = true
			r.add(d.object, d.field+field, "%q: expected %q for %s", got, want, path.Dir(o.Path))
		}
	}
	compare(".project", d.project, o.projectOf())
	compare(".destination.name", d.destination.Name, o.target())
	if o.app != nil {
		compare(".destination.namespace", d.destination.Namespace, o.app.namespace.name)
	}
}

// target is the cluster that an object is for: Applications are the hub's, whatever they bring.
func (o *object) target() string {
	if argoKind(o, "Application") {
		return o.cluster.world.plan.Hub.Name
	}
	return o.cluster.plan.Name
}
