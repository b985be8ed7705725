package plan

import (
	"net/url"
	"strings"

	"github.com/example/fastapi-gitops/generator/config"
)

// Registry is the private registry of Amazon ECR that builds push to, and the IAM role that they assume for it.
type Registry struct{ Account, Region, Role string }

func registry(f *config.Fleet, hub *Cluster) Registry {
	return Registry{
		Account: string(f.Account),
		Region:  string(or(f.Registry.Region, config.Region(hub.Region))),
		Role:    pushRoleOf(f),
	}
}

// pushRole is the name of the IAM role that a fleet's builds assume, unless the fleet names another.
func pushRole(fleet string) string { return fleet + "-push" }

// ARN is that of the role.
func (r Registry) ARN() string {
	return "arn:" + PartitionOf(r.Region).Name + ":iam::" + r.Account + ":role/" + r.Role
}

// Host is the registry's in references of images
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html).
func (r Registry) Host() string {
	return r.Account + ".dkr.ecr." + r.Region + "." + PartitionOf(r.Region).Suffix
}

// Partition is a group of regions with accounts of its own
// (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).
type Partition struct {
	Name   string // in ARNs
	Suffix string // of the names of its services in DNS
}

// PartitionOf is the partition of a region: China, GovCloud (US) or everywhere else.
func PartitionOf(region string) Partition {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return Partition{"aws-cn", "amazonaws.com.cn"}
	case strings.HasPrefix(region, "us-gov-"):
		return Partition{"aws-us-gov", "amazonaws.com"}
	}
	return Partition{"aws", "amazonaws.com"}
}

// RepositoryTag is the tag of each repository of apps' images, with the fleet that owns the account, and them, as its value.
// Who may push is told by it.
const RepositoryTag = "fleet"

// RepositoryARN is that of the repository with the images of an app.
func (r Registry) RepositoryARN(app string) string {
	return "arn:" + PartitionOf(r.Region).Name + ":ecr:" + r.Region + ":" + r.Account + ":repository/" + app
}

// GitHub is owner/name of the fleet's repository, and false where it is not at GitHub: then builds have no identity that AWS
// is told to trust, and how they push is the user's.
func (f *Fleet) GitHub() (repository string, ok bool) {
	u, err := url.Parse(f.Repository)
	if err != nil || u.Hostname() != "github.com" {
		return "", false
	}
	return strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git"), true
}
