package provisiontest

import (
	"slices"
	"strings"
)

// onEveryNode are the add-ons that are active without a node.
var onEveryNode = []string{"eks-pod-identity-agent", "kube-proxy", "vpc-cni"}

// section does one of the commands that work on a section of a config.
func (c *Cloud) section(call call, config Config) {
	cluster := c.Cluster
	if call.flags["--verbose"] != "" || cluster == nil || cluster.Status != "ACTIVE" {
		fail("cannot", call.words)
	}
	switch {
	case call.is("upgrade cluster --approve"):
		cluster.Version = config.Metadata.Version
	case call.is("utils enable-secrets-encryption --approve"):
		cluster.Key = config.SecretsEncryption.KeyARN
	case call.is("utils update-cluster-logging --approve"):
		cluster.Logs = config.CloudWatch.ClusterLogging.EnableTypes
	case call.is("utils update-cluster-vpc-config --approve"):
		cluster.Public, cluster.CIDRs = config.VPC.ClusterEndpoints.PublicAccess, config.VPC.PublicAccessCIDRs
	case call.is("utils update-zonal-shift-config"):
		cluster.ZonalShift = config.ZonalShiftConfig.Enabled
	case call.is("utils associate-iam-oidc-provider --approve"):
		c.trust()
	case call.is("create accessentry"):
		c.createEntries(config)
	case call.is("create iamserviceaccount --approve"):
		c.createAccounts(config)
	case call.is("update iamserviceaccount --approve"):
		c.updateAccounts(config)
	case call.is("create addon --force"):
		for _, addon := range config.Addons {
			if _, made := cluster.Addons[addon.Name]; !made {
				if len(cluster.Groups) == 0 && !slices.Contains(onEveryNode, addon.Name) {
					fail("timed out waiting for addon", addon.Name, "to become active: it has no node to run on")
				}
				c.createAddonRoles(config, addon)
				c.createAddon(addon)
			}
		}
	case call.is("update addon"):
		c.updateAddons(config)
	case call.is("create nodegroup"):
		for _, group := range config.ManagedNodeGroups {
			if _, made := cluster.Groups[group.Name]; !made {
				c.createGroup(config, group)
			}
		}
	case call.is("create podidentityassociation"):
		for _, a := range config.IAM.PodIdentityAssociations {
			c.createRole(config, a)
			c.associate(a)
		}
	case call.is("update podidentityassociation"):
		c.updateAssociations(config)
	default:
		fail("eksctl knows no", call.words)
	}
}

func (c *Cloud) createEntries(config Config) {
	for _, entry := range config.AccessConfig.AccessEntries {
		if _, made := c.Cluster.Entries[entry.PrincipalARN]; made {
			fail("access entry of", entry.PrincipalARN, "already exists")
		}
		c.Cluster.Entries[entry.PrincipalARN] = entry
	}
}

// provider is the ARN of the cluster's OpenID Connect provider.
func (c *Cloud) provider() string {
	return "arn:aws:iam::" + c.Account + ":oidc-provider/" + c.Cluster.Issuer
}

// trust makes IAM know the provider.
func (c *Cloud) trust() {
	if !slices.Contains(c.Providers, c.provider()) {
		c.Providers = append(c.Providers, c.provider())
	}
}

// createAccounts makes the roles that are missing. Those that are there stay as they are, unless the cluster is new.
func (c *Cloud) createAccounts(config Config) {
	if !slices.Contains(c.Providers, c.provider()) {
		fail("unable to create iamserviceaccount(s) without IAM OIDC provider enabled")
	}
	for _, a := range config.IAM.ServiceAccounts {
		name := a.Metadata.Namespace + "/" + a.Metadata.Name
		if slices.Contains(c.Cluster.Accounts, name) {
			continue
		}
		c.createStack(accountStack(config, name), c.accountTemplate(a.AttachPolicy))
		c.Cluster.Accounts = append(c.Cluster.Accounts, name)
	}
}

// updateAccounts gives the roles that are there the rights of the config, and the trust in the provider of this cluster.
func (c *Cloud) updateAccounts(config Config) {
	for _, a := range config.IAM.ServiceAccounts {
		name := a.Metadata.Namespace + "/" + a.Metadata.Name
		if slices.Contains(c.Cluster.Accounts, name) {
			c.Templates[accountStack(config, name)] = c.accountTemplate(a.AttachPolicy)
		}
	}
}

func accountStack(config Config, name string) string {
	return "eksctl-" + config.Metadata.Name + "-addon-iamserviceaccount-" + strings.ReplaceAll(name, "/", "-")
}

// accountTemplate is that of a role which trusts the cluster's provider.
func (c *Cloud) accountTemplate(policy any) any {
	made := template(policy, nil)
	role := made["Resources"].(map[string]any)["Role1"].(map[string]any)
	role["Properties"].(map[string]any)["AssumeRolePolicyDocument"] = map[string]any{"Statement": []any{map[string]any{
		"Effect": "Allow", "Action": []string{"sts:AssumeRoleWithWebIdentity"}, "Principal": map[string]string{"Federated": c.provider()},
	}}}
	return made
}

// template is one of a role, as eksctl makes it.
func template(policy any, arns []string) map[string]any {
	resources := map[string]any{
		"Role1": map[string]any{"Type": "AWS::IAM::Role", "Properties": map[string]any{"ManagedPolicyArns": arns}},
	}
	if policy != nil {
		resources["Policy1"] = map[string]any{"Type": "AWS::IAM::Policy", "Properties": map[string]any{"PolicyDocument": policy}}
	}
	return map[string]any{"Resources": resources}
}

func (c *Cloud) createAddonRoles(config Config, addon Addon) {
	for _, a := range addon.PodIdentityAssociations {
		stack := "eksctl-" + config.Metadata.Name + "-addon-" + addon.Name + "-podidentityrole-" + a.ServiceAccountName
		c.createStack(stack, template(a.PermissionPolicy, a.PermissionPolicyARNs))
	}
}

func (c *Cloud) createStack(name string, template any) {
	if c.Stacks[name] != "" {
		fail("Stack [" + name + "] already exists")
	}
	c.Stacks[name], c.Templates[name] = "CREATE_COMPLETE", template
}

func (c *Cloud) createAddon(addon Addon) {
	addon.Version = version(c.Cluster.Version)
	addon.PodIdentityAssociations = nil
	c.Cluster.Addons[addon.Name] = addon
}

func (c *Cloud) updateAddons(config Config) {
	for _, addon := range config.Addons {
		is, made := c.Cluster.Addons[addon.Name]
		if !made {
			fail("failed to get addon", addon.Name)
		}
		if addon.ConfigurationValues != "" {
			is.ConfigurationValues = addon.ConfigurationValues
		}
		if addon.Version != "" {
			is.Version = addon.Version
		}
		c.Cluster.Addons[addon.Name] = is
		for _, a := range addon.PodIdentityAssociations {
			stack := "eksctl-" + config.Metadata.Name + "-addon-" + addon.Name + "-podidentityrole-" + a.ServiceAccountName
			c.Templates[stack] = template(a.PermissionPolicy, a.PermissionPolicyARNs)
		}
	}
}

func (c *Cloud) createGroup(config Config, group Group) {
	if _, ready := c.Cluster.Addons["vpc-cni"]; !ready {
		fail("nodes of", group.Name, "are not ready: they have no network")
	}
	group.Status, group.Version = "ACTIVE", c.Cluster.Version
	group.InstanceType, group.InstanceTypes = strings.Join(group.InstanceTypes, ","), nil
	group.DesiredCapacity = group.MinSize
	c.Cluster.Groups[group.Name] = group
	c.Stacks["eksctl-"+config.Metadata.Name+"-nodegroup-"+group.Name] = "CREATE_COMPLETE"
}

func (c *Cloud) createRole(config Config, a Association) {
	if a.RoleARN == "" {
		c.createStack(roleStack(config, a), template(a.PermissionPolicy, a.PermissionPolicyARNs))
	}
}

func roleStack(config Config, a Association) string {
	return "eksctl-" + config.Metadata.Name + "-podidentityrole-" + a.Namespace + "-" + a.ServiceAccountName
}

func (c *Cloud) associate(a Association) {
	if _, made := c.Cluster.Associations[a.name()]; made {
		fail("ResourceInUseException: association", a.name(), "already exists")
	}
	c.Cluster.Associations[a.name()] = a.RoleARN
}

func (c *Cloud) updateAssociations(config Config) {
	for _, a := range config.IAM.PodIdentityAssociations {
		if _, made := c.Cluster.Associations[a.name()]; !made {
			fail("pod identity association does not exist")
		}
		c.Cluster.Associations[a.name()] = a.RoleARN
		if a.RoleARN == "" {
			c.Templates[roleStack(config, a)] = template(a.PermissionPolicy, a.PermissionPolicyARNs)
		}
	}
}
