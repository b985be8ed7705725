package provision

import (
	"context"
	"slices"

	"github.com/example/fastapi-gitops/generator/external"
)

// existing is what there is of a cluster.
type existing struct {
	stacks       stacks
	cluster      *eksCluster // nil if there is none
	nodeGroups   []nodeGroupSummary
	addons       []addonSummary
	entries      []accessEntry
	accounts     []serviceAccount
	associations []associationSummary

	cidr      string
	zones     []string // of its subnets, each as often as it has some
	outputs   []output // of its stack
	logGroups []retention
	providers []string       // ARNs of the account's OpenID Connect providers
	defaults  []addonSummary // the versions of add-ons that EKS has tried with the config's version of Kubernetes
	roles     map[string]role
	settings  map[string]nodeSettings // of node groups
}

// eksCluster is what EKS says of a cluster, in the form of eksctl get cluster: the names are those of the AWS SDK for Go.
type eksCluster struct {
	Name, Version, Status string
	Endpoint              string
	CertificateAuthority  struct{ Data string }
	Identity              struct{ Oidc struct{ Issuer string } }
	ResourcesVpcConfig    struct {
		VpcID                                       string
		EndpointPublicAccess, EndpointPrivateAccess bool
		PublicAccessCidrs                           []string
	}
	KubernetesNetworkConfig struct{ ServiceIpv4Cidr string }
	EncryptionConfig        []struct{ Provider struct{ KeyArn string } }
	Logging                 struct {
		ClusterLogging []struct {
			Enabled bool
			Types   []string
		}
	}
	UpgradePolicy    struct{ SupportType string }
	ZonalShiftConfig struct{ Enabled bool }
}

// key is the KMS key of the cluster's Secrets, empty for one that AWS owns.
func (c *eksCluster) key() string {
	if len(c.EncryptionConfig) == 0 {
		return ""
	}
	return c.EncryptionConfig[0].Provider.KeyArn
}

// logs are the types that are on.
func (c *eksCluster) logs() []string {
	var on []string
	for _, setup := range c.Logging.ClusterLogging {
		if setup.Enabled {
			on = append(on, setup.Types...)
		}
	}
	return on
}

// The summaries of eksctl (pkg/actions of eksctl 0.230.0: nodegroup, addon and podidentityassociation).
type nodeGroupSummary struct {
	Name, Status, Version, InstanceType string
	MinSize, MaxSize, DesiredCapacity   int
}

type addonSummary struct {
	Name, Version, Status, ConfigurationValues string
}

type associationSummary struct {
	Namespace, ServiceAccountName, RoleARN string
	OwnerARN                               string // the add-on's whose it is
}

func (a associationSummary) name() string { return a.Namespace + "/" + a.ServiceAccountName }

// survey asks what there is. As long as AWS still makes the cluster or changes it, the answer ends with its stacks and itself.
func (c Cluster) survey(ctx context.Context) (*existing, error) {
	e := &existing{}
	var err error
	if e.stacks, err = c.clusterStacks(ctx, c.Plan.Region, c.Plan.Name); err != nil {
		return nil, err
	}
	if err := e.stacks.broken(c.Plan.Region); err != nil {
		return nil, err
	}
	if len(e.stacks.pending(c.Plan.Region)) > 0 {
		return e, nil
	}
	// All of the region: of one by its name, eksctl says that there is none as it says that it may not know.
	var all, clusters []eksCluster
	if err := c.ask(ctx, &all, c.get("cluster")); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(found eksCluster) bool { return found.Name == c.Plan.Name }) {
		return e, nil
	}
	if err := c.ask(ctx, &clusters, c.get("cluster", "--name="+c.Plan.Name)); err != nil || len(clusters) == 0 {
		return e, err
	}
	e.cluster = &clusters[0]
	if e.cluster.Status != "ACTIVE" {
		return e, nil
	}
	if err := c.surveySections(ctx, e); err != nil {
		return nil, err
	}
	if err := c.surveySettings(ctx, e); err != nil {
		return nil, err
	}
	return e, c.surveyRoles(ctx, e)
}

// get asks eksctl, whose messages would be in its answer to some of the questions.
func (c Cluster) get(kind string, flags ...string) external.Command {
	return external.New("eksctl", "get", kind).With(flags...).With("--region="+c.Plan.Region, "--output=json", "--verbose=0")
}

// aws asks for something in the region of the cluster.
func (c Cluster) aws(service, operation string, flags ...string) external.Command {
	return external.New("aws", service, operation).With(flags...).With("--region="+c.Plan.Region, "--output=json")
}

// surveySections asks eksctl for what it lists, and AWS for the rest.
func (c Cluster) surveySections(ctx context.Context, e *existing) error {
	own, vpc := "--cluster="+c.Plan.Name, e.cluster.ResourcesVpcConfig.VpcID
	for _, question := range []struct {
		into    any
		command external.Command
	}{
		{&e.nodeGroups, c.get("nodegroup", own)},
		{&e.addons, c.get("addon", own)},
		{&e.entries, c.get("accessentry", own)},
		{&e.accounts, c.get("iamserviceaccount", own)},
		{&e.associations, c.get("podidentityassociation", own)},
		{&e.cidr, c.aws("ec2", "describe-vpcs", "--vpc-ids="+vpc, "--query=Vpcs[0].CidrBlock")},
		{&e.zones, c.aws("ec2", "describe-subnets", "--filters=Name=vpc-id,Values="+vpc, "--query=Subnets[].AvailabilityZone")},
		{&e.outputs, outputsOf(clusterStack(c.Plan.Name), c.Plan.Region)},
		{&e.logGroups, c.aws("logs", "describe-log-groups", "--log-group-name-prefix="+logGroup(c.Plan.Name),
			"--query=logGroups[].{name:logGroupName,days:retentionInDays}")},
		{&e.providers, c.aws("iam", "list-open-id-connect-providers", "--query=OpenIDConnectProviderList[].Arn")},
		{&e.defaults, c.aws("eks", "describe-addon-versions", "--kubernetes-version="+c.Plan.Kubernetes,
			"--query=addons[].{name:addonName,version:addonVersions[?compatibilities[?defaultVersion]].addonVersion|[0]}")},
	} {
		if err := c.ask(ctx, question.into, question.command); err != nil {
			return err
		}
	}
	return nil
}

// pending are the steps that wait for what AWS is still at.
func (c Cluster) pending(e *existing) []step {
	waits := e.stacks.pending(c.Plan.Region)
	if e.cluster != nil && (e.cluster.Status == "CREATING" || e.cluster.Status == "UPDATING") {
		waits = append(waits, step{"wait for the cluster, which is " + e.cluster.Status,
			external.New("aws", "eks", "wait", "cluster-active", "--name="+c.Plan.Name, "--region="+c.Plan.Region), ""})
	}
	for _, group := range e.nodeGroups {
		if group.Status == "UPDATING" {
			waits = append(waits, step{"wait for node group " + group.Name + ", which is " + group.Status,
				external.New("aws", "eks", "wait", "nodegroup-active", "--cluster-name="+c.Plan.Name, "--nodegroup-name="+group.Name,
					"--region="+c.Plan.Region), ""})
		}
	}
	return waits
}
