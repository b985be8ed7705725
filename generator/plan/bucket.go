package plan

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
)

// StateBucket is the name of the S3 bucket with what git does not hold of a cluster. Names of buckets are one set for all of
// AWS; the account's number keeps ours apart from those of others.
func (c *Cluster) StateBucket() string { return stateBucket(c.Fleet.Name, c.Name, c.Fleet.Account) }

func stateBucket(fleet, cluster, account string) string {
	return fleet + "-" + cluster + "-state-" + account
}

// bucketNameLimit is the longest name of a bucket in characters.
const bucketNameLimit = 63

var (
	bucketPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]+[a-z0-9]$`)
	// what S3 keeps for itself at the start and at the end of names
	bucketPrefixes = []string{"xn--", "sthree-", "amzn-s3-demo-"}
	bucketSuffixes = []string{"-s3alias", "--ol-s3", "--x-s3", "--table-s3", "-an"}
)

// CheckBucketName says why S3 would refuse the name of a general purpose bucket (Amazon S3 User Guide, "General purpose bucket
// naming rules"). Dots, which S3 takes, are refused as well: its certificate is not for names that have some.
func CheckBucketName(name string) error {
	if len(name) > bucketNameLimit {
		return fmt.Errorf("%d characters, %d are allowed", len(name), bucketNameLimit)
	}
	if !bucketPattern.MatchString(name) {
		return errors.New("expected three lower-case letters, digits and - or more, starting and ending with a letter or digit")
	}
	for _, prefix := range bucketPrefixes {
		if strings.HasPrefix(name, prefix) {
			return fmt.Errorf("S3 keeps names that begin with %s for itself", prefix)
		}
	}
	for _, suffix := range bucketSuffixes {
		if strings.HasSuffix(name, suffix) {
			return fmt.Errorf("S3 keeps names that end with %s for itself", suffix)
		}
	}
	return nil
}

// buckets refuses names that S3 does not take, and two clusters whose buckets would be the same: fleet and cluster have -
// between them, which either may hold as well.
func (c *checks) buckets() {
	const chooseAnother = "choose another name for the fleet or the cluster"
	taken := map[string]*config.Cluster{}
	for i := range c.inputs.Fleets {
		f := &c.inputs.Fleets[i]
		for j := range f.Clusters {
			cluster := &f.Clusters[j]
			if c.broken(f.Document) || c.broken(cluster.Document) {
				continue
			}
			name := stateBucket(f.Name, cluster.Name, string(f.Account))
			if err := CheckBucketName(name); err != nil {
				c.report(cluster.Document, nil, "%q cannot name the S3 bucket of the cluster's state: %v: "+chooseAnother, name, err)
			}
			if other := taken[name]; other != nil {
				c.report(cluster.Document, nil, "the S3 bucket %s would be that of cluster %s (%s) too: "+chooseAnother,
					name, other.Name, other.Document.At(""))
			}
			taken[name] = cluster
		}
	}
}
