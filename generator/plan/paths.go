package plan

import (
	"cmp"
	"path"
	"strings"
)

// ChartRepository is where the fleet gets a chart from that its project publishes in a repository.
func (f *Fleet) ChartRepository(published string) string { return cmp.Or(f.Charts, published) }

// Dir is the directory of everything rendered for a cluster.
func (c *Cluster) Dir() string { return path.Join("rendered", c.Fleet.Name, c.Name) }

// NamespaceDir is the directory of what stands around the pods of a namespace.
func (c *Cluster) NamespaceDir(name string) string { return path.Join(c.Dir(), "namespaces", name) }

// ComponentDir is the directory of a component of the platform.
func (c *Cluster) ComponentDir(name string) string { return path.Join(c.Dir(), "platform", name) }

// Dir is the directory of what stands around the apps of a namespace.
func (n *Namespace) Dir() string { return n.Cluster.NamespaceDir(n.Name()) }

// Dir is the directory of an app's objects, which its Application syncs.
func (w *Workload) Dir() string {
	return path.Join(w.Namespace.Cluster.Dir(), "apps", w.Namespace.Name(), w.Name)
}

// AppOf is the app to which a rendered file belongs, and false for a file of none: the inverse of Workload.Dir.
func AppOf(file string) (app string, ok bool) {
	parts := strings.Split(file, "/") // rendered/<fleet>/<cluster>/apps/<environment>/<app>/<object>
	if len(parts) != 7 || parts[3] != "apps" {
		return "", false
	}
	return parts[5], true
}
