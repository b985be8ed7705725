package plan

import (
	"path"
	"strings"
)

// Dir is the directory of everything rendered for a cluster.
func (c *Cluster) Dir() string { return path.Join("rendered", c.Fleet.Name, c.Name) }

// Dir is the directory of what stands around the apps of a namespace.
func (n *Namespace) Dir() string { return path.Join(n.Cluster.Dir(), "namespaces", n.Name()) }

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
