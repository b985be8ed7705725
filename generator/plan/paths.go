package plan

import "path"

// Dir is the directory of everything rendered for a cluster.
func (c *Cluster) Dir() string { return path.Join("rendered", c.Fleet.Name, c.Name) }

// Dir is the directory of what stands around the apps of a namespace.
func (n *Namespace) Dir() string { return path.Join(n.Cluster.Dir(), "namespaces", n.Name()) }

// Dir is the directory of an app's objects, which its Application syncs.
func (w *Workload) Dir() string {
	return path.Join(w.Namespace.Cluster.Dir(), "apps", w.Namespace.Name(), w.Name)
}
