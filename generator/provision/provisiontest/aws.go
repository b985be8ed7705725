package provisiontest

import (
	"maps"
	"strconv"
	"strings"
)

// AWS is the program aws.
func AWS() {
	c := begin("aws")
	cloud := Load()
	defer cloud.Save()
	switch {
	case c.is("sts get-caller-identity") && c.flags["--query"] == "Arn":
		say(cloud.Caller)
	case c.is("sts get-caller-identity"):
		say(cloud.Account)
	case c.is("cloudformation"):
		cloud.cloudformation(c)
	case c.is("ec2 describe-vpcs"):
		say(cloud.Cluster.Config.VPC.CIDR)
	case c.is("ec2 describe-subnets"):
		say(append(cloud.Cluster.Config.AvailabilityZones, cloud.Cluster.Config.AvailabilityZones...))
	case c.is("logs describe-log-groups"):
		var days any
		if cloud.Retention > 0 {
			days = cloud.Retention
		}
		say([]map[string]any{{"name": c.flags["--log-group-name-prefix"], "days": days}})
	case c.is("logs put-retention-policy"):
		cloud.Retention, _ = strconv.Atoi(c.flags["--retention-in-days"])
	case c.is("iam get-role"):
		cloud.role(c.flags["--role-name"])
	case c.is("iam list-open-id-connect-providers"):
		say(append([]string{}, cloud.Providers...))
	case c.is("eks describe-addon-versions"):
		var versions []map[string]string
		for name := range cloud.Cluster.Addons {
			versions = append(versions, map[string]string{"name": name, "version": version(c.flags["--kubernetes-version"])})
		}
		say(append(versions, map[string]string{"name": "of-somebody-else"}))
	case c.is("eks describe-nodegroup"):
		say(cloud.Cluster.Groups[c.flags["--nodegroup-name"]].describe())
	case c.is("ec2 describe-launch-template-versions"):
		say(cloud.Cluster.Groups[strings.TrimPrefix(c.flags["--launch-template-id"], "lt-")].VolumeSize)
	case c.is("eks update-cluster-config"):
		_, networks, _ := strings.Cut(c.flags["--resources-vpc-config"], "publicAccessCidrs=")
		cloud.Cluster.Status, cloud.Cluster.Public, cloud.Cluster.CIDRs = "UPDATING", true, strings.Split(networks, ",")
	case c.is("eks wait"):
		cloud.rest()
	default:
		fail("aws knows no", c.words)
	}
}

// version is EKS's default of every add-on.
func version(kubernetes string) string { return "v" + kubernetes + ".0-eksbuild.1" }

// rest ends what AWS is at.
func (c *Cloud) rest() {
	c.Cluster.Status = "ACTIVE"
	for name, group := range c.Cluster.Groups {
		group.Status = "ACTIVE"
		c.Cluster.Groups[name] = group
	}
}

// role answers for a role of IAM.
func (c *Cloud) role(name string) {
	answer, odd := c.Roles[name]
	switch {
	case !odd:
		say("arn:aws:iam::" + c.Account + ":role/" + name)
	case strings.HasPrefix(answer, "arn:"):
		say(answer)
	default:
		fail("An error occurred (" + answer + ") when calling the GetRole operation")
	}
}

// describe is what EKS says, with the labels that eksctl adds and EKS's names of effects.
func (g Group) describe() map[string]any {
	labels := map[string]string{"alpha.eksctl.io/nodegroup-name": g.Name}
	maps.Copy(labels, g.Labels)
	effects := map[string]string{"NoSchedule": "NO_SCHEDULE", "NoExecute": "NO_EXECUTE"}
	var taints []Taint
	for _, taint := range g.Taints {
		taint.Effect = effects[taint.Effect]
		taints = append(taints, taint)
	}
	return map[string]any{"labels": labels, "taints": taints, "template": map[string]string{"id": "lt-" + g.Name, "version": "1"}}
}

func (c *Cloud) cloudformation(call call) {
	stack := call.flags["--stack-name"]
	switch {
	case call.is("cloudformation list-stacks"):
		list := []map[string]string{}
		for name, status := range c.Stacks {
			list = append(list, map[string]string{"name": name, "status": status})
		}
		say(list)
	case call.is("cloudformation describe-stacks"):
		say(append([]map[string]string{}, c.Outputs[stack]...))
	case call.is("cloudformation get-template"):
		say(c.Templates[stack])
	case call.is("cloudformation delete-stack"):
		delete(c.Stacks, stack)
	case call.is("cloudformation wait stack-create-complete"):
		c.Stacks[stack] = "CREATE_COMPLETE"
		if c.Pending != nil && strings.HasSuffix(stack, "-cluster") {
			c.finish(stack)
		}
	case call.is("cloudformation wait stack-update-complete"):
		c.Stacks[stack] = "UPDATE_COMPLETE"
	case call.is("cloudformation wait change-set-create-complete") && c.ChangeSet["Status"] != "CREATE_COMPLETE":
		fail("Waiter ChangeSetCreateComplete failed")
	case call.is("cloudformation deploy"), call.is("cloudformation execute-change-set"):
		c.Stacks[stack] = "CREATE_COMPLETE"
	case call.is("cloudformation describe-change-set"):
		say(c.ChangeSet)
	case call.is("cloudformation wait"), call.is("cloudformation create-change-set"), call.is("cloudformation delete-change-set"):
	default:
		fail("aws knows no", call.words)
	}
}
