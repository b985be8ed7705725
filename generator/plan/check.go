package plan

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// check reports what is wrong between files. What a broken file says is not judged.
func check(inputs *config.Inputs) input.Problems {
	c := checks{inputs: inputs, environments: map[string]*config.Environment{}}
	for i := range inputs.Environments {
		c.environments[inputs.Environments[i].Name] = &inputs.Environments[i]
	}
	for i := range inputs.Fleets {
		c.fleet(&inputs.Fleets[i])
		c.sharing(&inputs.Fleets[i], inputs.Fleets[:i])
	}
	for i := range inputs.Environments {
		c.environment(&inputs.Environments[i])
	}
	for i := range inputs.Apps {
		c.app(&inputs.Apps[i])
	}
	c.routes()
	c.applications()
	c.accounts()
	c.buckets()
	if len(inputs.Fleets) == 0 {
		c.reportFile("clusters", "no fleet: expected clusters/<fleet>/fleet.yaml")
	}
	return c.problems
}

type checks struct {
	inputs       *config.Inputs
	environments map[string]*config.Environment
	problems     input.Problems
}

// report adds a problem at a field of a document, or at the document when the field is nil.
func (c *checks) report(document *input.Document, at *field.Path, format string, args ...any) {
	where := ""
	if at != nil {
		where = at.String()
	}
	c.problems = append(c.problems, input.Problem{
		Position: document.At(where), Field: where, Message: fmt.Sprintf(format, args...),
	})
}

// reportFile adds a problem of a file as a whole.
func (c *checks) reportFile(name, format string, args ...any) {
	c.problems = append(c.problems, input.Problem{Position: input.Position{File: name}, Message: fmt.Sprintf(format, args...)})
}

func (c *checks) broken(document *input.Document) bool {
	return document == nil || c.inputs.Broken[document.Path]
}

func (c *checks) environmentNames() []string {
	names := make([]string, len(c.inputs.Environments))
	for i, e := range c.inputs.Environments {
		names[i] = e.Name
	}
	return names
}

// known reports a name that is not among the known ones, with the nearest of them.
func (c *checks) known(document *input.Document, at *field.Path, kind, name string, known []string) bool {
	if slices.Contains(known, name) {
		return true
	}
	c.report(document, at, "no such %s %q%s", kind, name, input.Hint(name, known))
	return false
}

func (c *checks) fleet(f *config.Fleet) {
	names := make([]string, len(f.Clusters))
	for i := range f.Clusters {
		names[i] = f.Clusters[i].Name
		if !c.broken(f.Clusters[i].Document) {
			c.cluster(f, &f.Clusters[i])
		}
	}
	if !c.broken(f.Document) {
		c.known(f.Document, field.NewPath("hub"), "cluster of this fleet", string(f.Hub), names)
		c.partitions(f)
		c.argoCD(f)
		c.alerts(f)
		c.people(f)
		c.owner(f)
		c.listeners(f)
	}
	for i := range f.Clusters {
		c.overlaps(&f.Clusters[i], f.Clusters[:i])
		c.logicalNames(&f.Clusters[i], f.Clusters[:i])
	}
}

// overlaps refuses two VPCs of a fleet that share addresses: they could never be peered.
func (c *checks) overlaps(cluster *config.Cluster, others []config.Cluster) {
	for i := range others {
		other := &others[i]
		if c.broken(cluster.Document) || c.broken(other.Document) || !netip.Prefix.Overlaps(cluster.CIDR.Prefix, other.CIDR.Prefix) {
			continue
		}
		c.report(cluster.Document, field.NewPath("cidr"), "%s overlaps with %s of cluster %s (%s): clusters of a fleet must be able to reach each other",
			cluster.CIDR, other.CIDR, other.Name, other.Document.At("cidr"))
	}
}

func (c *checks) cluster(f *config.Fleet, cluster *config.Cluster) {
	c.zones(cluster)
	c.roles(cluster)
	c.infrastructure(f, cluster)
	at := field.NewPath("environments")
	for i, name := range cluster.Environments {
		switch {
		case name != everyEnvironment:
			c.known(cluster.Document, at.Index(i), "environment", name, c.environmentNames())
		case len(cluster.Environments) > 1:
			c.report(cluster.Document, at.Index(i), "%q stands for every environment and must be alone", name)
		}
		if slices.Contains(cluster.Environments[:i], name) {
			c.report(cluster.Document, at.Index(i), "%q is listed twice", name)
		}
	}
	if len(cluster.Environments) == 0 && c.environments[cluster.Name] == nil && string(f.Hub) != cluster.Name {
		c.report(cluster.Document, at, "cluster %s hosts no environment: there is none of its name, so list some%s",
			cluster.Name, input.Hint(cluster.Name, c.environmentNames()))
	}
}

func (c *checks) zones(cluster *config.Cluster) {
	at := field.NewPath("zones")
	if len(cluster.Zones) < 2 {
		c.report(cluster.Document, at, "a cluster needs two zones or more, so that it outlives one")
	}
	for i, zone := range cluster.Zones {
		suffix, inRegion := strings.CutPrefix(zone, string(cluster.Region))
		if !inRegion || len(suffix) != 1 || suffix < "a" || suffix > "z" {
			c.report(cluster.Document, at.Index(i), "%q is not a zone of region %s: expected a form such as %sa", zone, cluster.Region, cluster.Region)
		}
		if slices.Contains(cluster.Zones[:i], zone) {
			c.report(cluster.Document, at.Index(i), "%q is listed twice", zone)
		}
	}
}
