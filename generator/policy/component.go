package policy

import (
	"slices"
	"strings"

	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
)

// components: each component is installed by its Application, from the chart that its Chart.yaml pins; its objects stand in its
// namespace, and its secrets come from the fleet's own prefix, by a store of that namespace.
func components(c *cluster, r *report) {
	for _, i := range c.installed {
		application := c.applicationOf(i)
		if application.Object == nil {
			r.add(application, "", "missing: nothing installs the component")
			continue
		}
		for _, s := range c.world.syncings {
			if s.object == application {
				s.installs(i, r)
			}
		}
		for _, o := range c.objects {
			if strings.HasPrefix(o.Path, c.plan.ComponentDir(i.Name)+"/objects/") {
				o.ofComponent(i, r)
			}
		}
	}
	for _, n := range c.namespaces {
		if n.plan == nil && n.level != "" {
			secretStores(n, r)
			accounts(n, r)
		}
	}
}

// installs judges the Application of a component.
func (s *syncing) installs(i component.Installed, r *report) {
	if got := s.spec.Destination.Namespace; i.Namespace != "" && got != i.Namespace {
		r.add(s.object, "spec.destination.namespace", "%q: expected %s, where the component runs", got, i.Namespace)
	}
	found := false
	for _, source := range s.sources() {
		if source.Chart == "" && source.RepoURL == s.cluster.plan.Fleet.Repository {
			continue
		}
		found = true
		s.pinned(source, i, r)
	}
	if i.Pin != nil && !found {
		r.add(s.object, "spec.sources", "misses what platform/%s/%s pins", i.Name, i.Pin.File())
	}
}

// pins says whether a component is a directory of that repository.
func (c *cluster) pins(repository string) bool {
	return slices.ContainsFunc(c.installed, func(i component.Installed) bool {
		return i.Pin != nil && i.Pin.Path != "" && i.Pin.Repository == repository
	})
}

// pinned judges a source that is not our own repository.
func (s *syncing) pinned(source source, i component.Installed, r *report) {
	if i.Pin == nil {
		r.add(s.object, source.field+".repoURL", "%q: platform/%s pins nothing of others", source.RepoURL, i.Name)
		return
	}
	repository := i.Pin.Repository
	if i.Pin.Path == "" {
		repository = strings.TrimPrefix(s.cluster.plan.Fleet.ChartRepository(repository), "oci://")
	}
	for _, pinned := range []struct{ field, got, want string }{
		{"chart", source.Chart, i.Pin.Name},
		{"path", source.Path, i.Pin.Path},
		{"repoURL", source.RepoURL, repository},
		{"targetRevision", source.TargetRevision, i.Pin.Version},
	} {
		if pinned.got != pinned.want {
			r.add(s.object, source.field+"."+pinned.field, "%q: expected %s, which platform/%s/%s pins", pinned.got, pinned.want, i.Name, i.Pin.File())
		}
	}
}

// ofComponent judges an object that stands beside a component's chart.
func (o *object) ofComponent(i component.Installed, r *report) {
	if o.id.Namespace != "" && !slices.Contains(i.Namespaces(), o.id.Namespace) {
		r.add(o, "metadata.namespace", "%q: expected %s, where the component runs", o.id.Namespace, i.Namespace)
	}
	e, ok := o.Object.(*externalsecrets.ExternalSecret)
	if !ok {
		return
	}
	if kind := e.Spec.SecretStoreRef.Kind; fetches(e) && kind != "SecretStore" {
		r.add(o, "spec.secretStoreRef.kind", "%q: expected SecretStore", kind)
	}
	prefix := plan.SecretKey(i.Namespace, o.cluster.plan.Fleet.Name, "") + "/"
	for j, from := range e.Spec.DataFrom {
		if from.SourceRef == nil && !strings.HasPrefix(from.Extract.Key, prefix) {
			r.add(o, at("spec.dataFrom", j, ".extract.key"), "%q: expected the prefix %s, the component's own", from.Extract.Key, prefix)
		}
	}
	for j, d := range e.Spec.Data {
		if !strings.HasPrefix(d.RemoteRef.Key, prefix) {
			r.add(o, at("spec.data", j, ".remoteRef.key"), "%q: expected the prefix %s, the component's own", d.RemoteRef.Key, prefix)
		}
	}
}

// fetches says whether some of it comes from a store; the rest, generators make.
func fetches(e *externalsecrets.ExternalSecret) bool {
	return len(e.Spec.DataFrom) == 0 || slices.ContainsFunc(e.Spec.DataFrom, func(from externalsecrets.DataFrom) bool { return from.SourceRef == nil })
}
