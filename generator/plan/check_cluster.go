package plan

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// accountFile is the name that account.yaml takes in the folder of a fleet's clusters.
const accountFile = "account"

// infrastructure checks what is made of a cluster at AWS, where eksctl and its schema would not (eksctl 0.230.0).
func (c *checks) infrastructure(f *config.Fleet, cluster *config.Cluster) {
	if cluster.Name == accountFile {
		c.report(cluster.Document, nil, "%q is the name of the file beside those of the clusters in eksctl/: choose another name", cluster.Name)
	}
	if netip.MustParsePrefix(ServiceCIDR).Overlaps(cluster.CIDR.Prefix) {
		c.report(cluster.Document, field.NewPath("cidr"), "%s overlaps with %s, where Services have their addresses: choose a range of 10.0.0.0/8", cluster.CIDR, ServiceCIDR)
	}
	for i, network := range cluster.Endpoint.Public {
		if slices.Contains(cluster.Endpoint.Public[:i], network) {
			c.report(cluster.Document, field.NewPath("endpoint", "public").Index(i), "%q is listed twice", network)
		}
	}
	c.way(f, cluster)
	c.nodes(cluster)
	c.encryptionKey(f, cluster)
}

// way checks how the hub's Argo CD comes to a cluster.
func (c *checks) way(f *config.Fleet, cluster *config.Cluster) {
	url, authority := cluster.Endpoint.URL != "", cluster.Endpoint.Authority != ""
	if url != authority {
		c.report(cluster.Document, field.NewPath("endpoint"), "url and authority come together: `make cluster` prints both")
	}
	if (url || authority) && !c.broken(f.Document) && cluster.Name == string(f.Hub) {
		c.report(cluster.Document, field.NewPath("endpoint"), "Argo CD runs on the hub and goes there by itself: leave url and authority out")
	}
}

// encryptionKey must be where the cluster is.
func (c *checks) encryptionKey(f *config.Fleet, cluster *config.Cluster) {
	at, key := field.NewPath("encryptionKey"), cluster.EncryptionKey
	if key == "" {
		return
	}
	switch own := PartitionOf(string(cluster.Region)).Name; {
	case key.Partition() != own:
		c.report(cluster.Document, at, "the key is in the partition %s and the cluster in %s: the ARN begins with arn:%s:", key.Partition(), own, own)
	case key.Region() != string(cluster.Region):
		c.report(cluster.Document, at, "the key is in %s and the cluster in %s: EKS takes a key of its own region", key.Region(), cluster.Region)
	}
	if !c.broken(f.Document) && key.Account() != string(f.Account) {
		c.report(cluster.Document, at, "the key is in account %s and the fleet in %s: `make account` makes one there", key.Account(), f.Account)
	}
}

// logicalNames refuses two clusters of a fleet that CloudFormation could not tell apart: its names have no hyphens.
func (c *checks) logicalNames(cluster *config.Cluster, others []config.Cluster) {
	without := func(name string) string { return strings.ReplaceAll(name, "-", "") }
	for i := range others {
		other := &others[i]
		if without(cluster.Name) == without(other.Name) && !c.broken(cluster.Document) && !c.broken(other.Document) {
			c.report(cluster.Document, nil, "cluster %s (%s) has the same name but for hyphens, which CloudFormation does not know: choose another name",
				other.Name, other.Document.At(""))
		}
	}
}
