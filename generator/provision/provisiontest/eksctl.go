package provisiontest

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Eksctl is the program eksctl.
func Eksctl() {
	c := begin("eksctl")
	cloud := Load()
	switch {
	case c.is("version"):
		fmt.Println(cloud.Eksctl)
	case c.is("get"):
		cloud.get(c)
	case c.is("create cluster"):
		cloud.create(c.config())
	case c.is("delete cluster"):
		cloud.remove(c.flags["--name"])
	case c.is("scale nodegroup"), c.is("upgrade nodegroup"):
		cloud.changeGroup(c)
	default:
		cloud.section(c, c.config())
	}
	cloud.Save()
}

func (c *Cloud) get(call call) {
	cluster := c.Cluster
	if cluster == nil {
		say([]any{})
		return
	}
	config := cluster.Config
	switch {
	case call.is("get cluster") && call.flags["--name"] == "":
		say([]map[string]string{{"Name": "another"}, {"Name": config.Metadata.Name, "Owned": "True"}})
	case call.is("get cluster"):
		say([]any{cluster.describe()})
	case call.is("get nodegroup"):
		say(values(cluster.Groups))
	case call.is("get addon"):
		say(values(cluster.Addons))
	case call.is("get accessentry"):
		nodes := Entry{"arn:aws:iam::111122223333:role/nodes", []string{"system:nodes"}, []any{}}
		say(append(values(cluster.Entries), nodes))
	case call.is("get iamserviceaccount"):
		list := []any{}
		for _, name := range cluster.Accounts {
			namespace, account, _ := strings.Cut(name, "/")
			list = append(list, map[string]any{"metadata": map[string]string{"namespace": namespace, "name": account}})
		}
		say(list)
	case call.is("get podidentityassociation"):
		list := []any{map[string]string{"Namespace": "kube-system", "ServiceAccountName": "aws-node", "OwnerARN": "the add-on's"}}
		for name, role := range cluster.Associations {
			namespace, account, _ := strings.Cut(name, "/")
			list = append(list, map[string]string{"Namespace": namespace, "ServiceAccountName": account, "RoleARN": role})
		}
		say(list)
	default:
		fail("eksctl knows no", call.words)
	}
}

func values[V any](m map[string]V) []V {
	list := []V{}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		list = append(list, m[key])
	}
	return list
}

// Endpoint and Authority are those of a cluster for which the cloud says no others.
const (
	Endpoint  = "https://0123456789ABCDEF0123456789ABCDEF.gr7.ap-south-1.eks.amazonaws.com"
	Authority = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="
)

// describe is what EKS says, by the names of the AWS SDK for Go.
func (c *Cluster) describe() map[string]any {
	described := map[string]any{
		"Name": c.Config.Metadata.Name, "Version": c.Version, "Status": c.Status,
		"Endpoint":                c.Endpoint,
		"CertificateAuthority":    map[string]string{"Data": c.Authority},
		"Identity":                map[string]any{"Oidc": map[string]any{"Issuer": "https://" + c.Issuer}},
		"KubernetesNetworkConfig": map[string]any{"IpFamily": "ipv4", "ServiceIpv4Cidr": c.Config.KubernetesNetworkConfig.ServiceIPv4CIDR},
		"ResourcesVpcConfig": map[string]any{
			"VpcId": "vpc-0123456789abcdef0", "EndpointPrivateAccess": true, "EndpointPublicAccess": c.Public, "PublicAccessCidrs": c.CIDRs,
		},
		"Logging":          map[string]any{"ClusterLogging": []any{map[string]any{"Enabled": true, "Types": c.Logs}}},
		"UpgradePolicy":    map[string]any{"SupportType": c.Config.UpgradePolicy.SupportType},
		"ZonalShiftConfig": map[string]any{"Enabled": c.ZonalShift},
		"EncryptionConfig": nil,
	}
	if c.Key != "" {
		described["EncryptionConfig"] = []any{map[string]any{"Provider": map[string]any{"KeyArn": c.Key}, "Resources": []string{"secrets"}}}
	}
	return described
}

func (c *Cloud) changeGroup(call call) {
	group := c.Cluster.Groups[call.flags["--name"]]
	if call.is("upgrade nodegroup") {
		group.Version = call.flags["--kubernetes-version"]
	} else {
		group.MinSize, _ = strconv.Atoi(call.flags["--nodes-min"])
		group.MaxSize, _ = strconv.Atoi(call.flags["--nodes-max"])
		group.DesiredCapacity, _ = strconv.Atoi(call.flags["--nodes"])
	}
	c.Cluster.Groups[group.Name] = group
}

// create does what eksctl does, in its order, until STEPS are done.
func (c *Cloud) create(config Config) {
	stack := "eksctl-" + config.Metadata.Name + "-cluster"
	if c.Stacks[stack] != "" {
		fail("Stack [" + stack + "] already exists")
	}
	work := []func(){
		func() {
			c.Stacks[stack], c.Pending = "CREATE_IN_PROGRESS", &config
			c.Outputs[stack] = []map[string]string{{"OutputKey": "FeatureNATMode", "OutputValue": config.VPC.NAT.Gateway}}
		},
		func() { c.Cluster = c.newCluster(config) },
		func() { c.finish(stack) },
		func() { c.createEntries(config) },
	}
	for _, addon := range config.Addons {
		work = append(work, func() { c.createAddonRoles(config, addon) }, func() { c.createAddon(addon) })
	}
	work = append(work,
		c.trust,
		func() { c.createAccounts(config) },
		func() { c.Retention = config.CloudWatch.ClusterLogging.LogRetentionInDays })
	for _, group := range config.ManagedNodeGroups {
		work = append(work, func() { c.createGroup(config, group) })
	}
	for _, a := range config.IAM.PodIdentityAssociations {
		work = append(work, func() { c.createRole(config, a) }, func() { c.associate(a) })
	}
	for i, do := range work {
		if strconv.Itoa(i) == os.Getenv("STEPS") {
			c.Save()
			fail("interrupted")
		}
		do()
	}
}

// finish has CloudFormation make the rest of the stack of a cluster.
func (c *Cloud) finish(stack string) {
	c.Cluster, c.Pending = c.newCluster(*c.Pending), nil
	c.Stacks[stack], c.Cluster.Status = "CREATE_COMPLETE", "ACTIVE"
}

func (c *Cloud) newCluster(config Config) *Cluster {
	return &Cluster{
		Config: config, Issuer: c.Issuer, Endpoint: c.Endpoint, Authority: c.Authority, Status: "CREATING", Version: config.Metadata.Version, Key: config.SecretsEncryption.KeyARN,
		Logs: config.CloudWatch.ClusterLogging.EnableTypes, Public: config.VPC.ClusterEndpoints.PublicAccess,
		CIDRs: config.VPC.PublicAccessCIDRs, ZonalShift: config.ZonalShiftConfig.Enabled,
		Entries: map[string]Entry{}, Associations: map[string]string{}, Addons: map[string]Addon{}, Groups: map[string]Group{},
	}
}

// remove does what eksctl does about a cluster that somebody deleted at EKS: without it eksctl finds neither the roles of
// ServiceAccounts nor the provider that they trust (OwnedCluster.Delete in pkg/actions/cluster of eksctl 0.230.0), and says so.
func (c *Cloud) remove(name string) {
	if c.Cluster != nil {
		fail("here clusters are deleted at EKS")
	}
	for stack := range c.Stacks {
		if !strings.Contains(stack, "-iamserviceaccount-") && strings.HasPrefix(stack, "eksctl-"+name+"-") {
			delete(c.Stacks, stack)
		}
	}
	c.Save()
	fail("found the following undeleted stacks:", slices.Sorted(maps.Keys(c.Stacks)), "failed to delete all resources")
}
