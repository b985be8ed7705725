package plan

import (
	"slices"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/input"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// partitions checks that all of a fleet is in the hub's: its account is in no other.
func (c *checks) partitions(f *config.Fleet) {
	i := slices.IndexFunc(f.Clusters, func(cluster config.Cluster) bool { return cluster.Name == string(f.Hub) })
	if i < 0 || c.broken(f.Clusters[i].Document) {
		return
	}
	hub := PartitionOf(string(f.Clusters[i].Region)).Name
	same := func(document *input.Document, at *field.Path, what, partition string) {
		if partition != hub {
			c.report(document, at, "%s is in the partition %s and the hub in %s: no account is in both", what, partition, hub)
		}
	}
	if region := string(f.Registry.Region); region != "" {
		same(f.Document, field.NewPath("registry", "region"), region, PartitionOf(region).Name)
	}
	for _, list := range people(f) {
		for i, role := range list.roles {
			same(f.Document, field.NewPath("roles", list.name).Index(i), string(role), role.Partition())
		}
	}
	for i := range f.Clusters {
		if cluster := &f.Clusters[i]; !c.broken(cluster.Document) {
			region := string(cluster.Region)
			same(cluster.Document, field.NewPath("region"), region, PartitionOf(region).Name)
		}
	}
}
