package plan

import (
	"path"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation"
)

// RoleNameLimit is the longest name of an IAM role (IAM and STS quotas, IAM User Guide).
const RoleNameLimit = 64

// roles checks the names of the IAM roles that a cluster needs: one for each environment that it hosts, and those as which
// Argo CD goes to it.
func (c *checks) roles(cluster *config.Cluster) {
	names := []string{HubRole(cluster.Name), DeployerRole(cluster.Name), SecretsRole(cluster.Name, ArgoCDNamespace)}
	for _, e := range c.inputs.Environments {
		if hosts(cluster, e.Name) {
			names = append(names, SecretsRole(cluster.Name, e.Name))
		}
	}
	for _, role := range names {
		if len(role) > RoleNameLimit {
			c.report(cluster.Document, nil, "the IAM role %s would have %d characters, %d are allowed: shorten the name of the cluster or the environment",
				role, len(role), RoleNameLimit)
		}
	}
}

// accounts refuses two clusters of one name in one AWS account: their IAM roles would be the same.
func (c *checks) accounts() {
	type cluster struct{ account, name string }
	taken := map[cluster]string{}
	for i := range c.inputs.Fleets {
		f := &c.inputs.Fleets[i]
		for j := range f.Clusters {
			own := cluster{string(f.Account), f.Clusters[j].Name}
			other, dup := taken[own]
			if dup && !c.broken(f.Document) && !c.broken(f.Clusters[j].Document) {
				c.report(f.Clusters[j].Document, nil, "fleet %s has a cluster %s in the same AWS account %s, and IAM roles are named by the cluster: choose another name",
					other, own.name, own.account)
			}
			taken[own] = f.Name
		}
	}
}

// serviceName: an app's name is that of its Service too, which is a name of the older kind (RFC 1035).
func (c *checks) serviceName(app *config.App) {
	if len(validation.IsDNS1035Label(app.Name)) > 0 {
		c.report(app.Document, nil, "%q cannot name a Service: expected a letter first", app.Name)
	}
}

// applications refuses two Applications of one name on a hub. Those of apps are named by cluster, environment and app
// with - between them, which any of the three may hold as well.
func (c *checks) applications() {
	for i := range c.inputs.Fleets {
		f := &c.inputs.Fleets[i]
		taken := map[string]string{} // what for, by name
		for j := range f.Clusters {
			taken["platform-"+f.Clusters[j].Name] = "the platform"
			for _, of := range []string{"namespaces", "stores", "mesh"} {
				taken[f.Clusters[j].Name+"-"+of] = of
			}
		}
		for j := range c.inputs.Apps {
			c.applicationsOf(&c.inputs.Apps[j], f, taken)
		}
	}
}

func (c *checks) applicationsOf(app *config.App, f *config.Fleet, taken map[string]string) {
	for i := range f.Clusters {
		for _, e := range c.inputs.Environments {
			if _, deployed := app.Versions.Images[e.Name]; !deployed || !hosts(&f.Clusters[i], e.Name) {
				continue
			}
			name, dir := f.Clusters[i].Name+"-"+e.Name+"-"+app.Name, path.Join(f.Clusters[i].Name, e.Name, app.Name)
			if other, dup := taken[name]; dup && !c.broken(app.Document) {
				c.report(app.Document, nil, "the Application %s of %s would have the name of that of %s: rename one of the apps, environments or clusters", name, dir, other)
			}
			taken[name] = dir
		}
	}
}
