package provision_test

import (
	"os"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
	"github.com/google/go-cmp/cmp"
)

// TestRefused has a cluster, and something in the way. Nothing is changed, and a person hears what to do.
func TestRefused(t *testing.T) {
	const stack = "eksctl-hello-nodegroup-apps-a"
	tests := []struct {
		name  string
		cloud func(*provisiontest.Cloud)
		edit  [2]string // of the config
		want  []string
	}{
		{name: "another account", cloud: func(c *provisiontest.Cloud) { c.Account = "444455556666" },
			want: []string{"aws is in account 444455556666, and fleet single-cluster in 111122223333"}},
		{name: "old eksctl", cloud: func(c *provisiontest.Cloud) { c.Eksctl = "0.99.0" },
			want: []string{"eksctl 0.99.0 is too old: expected 0.230.0 or later, from https://eksctl.io/installation/"}},
		{name: "range", edit: [2]string{"10.20.0.0/16", "10.30.0.0/16"},
			want: []string{"cidr: the cluster has 10.20.0.0/16, ", " says 10.30.0.0/16", "nothing was changed", "move to it"}},
		{name: "zones", edit: [2]string{"availabilityZones:\n- ap-south-1a", "availabilityZones:\n- ap-south-1d"},
			want: []string{"zones: the cluster has ap-south-1a ap-south-1b ap-south-1c, ", " says ap-south-1b ap-south-1c ap-south-1d"}},
		{name: "range of Services", edit: [2]string{"172.20.0.0/16", "172.30.0.0/16"},
			want: []string{"the range of Services: the cluster has 172.20.0.0/16"}},
		{name: "key", edit: [2]string{"key/1234abcd", "key/5678abcd"},
			want: []string{"encryptionKey: the cluster has " + key}},
		{name: "no key any more", edit: [2]string{"secretsEncryption:\n  keyARN: " + key + "\n", ""},
			want: []string{"encryptionKey: the cluster has " + key}},
		{name: "two minor versions", edit: [2]string{`version: "1.35"`, `version: "1.37"`},
			want: []string{"kubernetes: the cluster has 1.35, ", "says 1.37: it goes up by one minor version at a time, to 1.36 first"}},
		{name: "back", edit: [2]string{`version: "1.35"`, `version: "1.34"`},
			want: []string{"kubernetes: the cluster has 1.35, ", "says 1.34: it does not go back"}},
		{name: "a stack that failed", cloud: func(c *provisiontest.Cloud) { c.Stacks[stack] = "ROLLBACK_COMPLETE" },
			want: []string{"stack " + stack + " is ROLLBACK_COMPLETE", "describe-stack-events --stack-name=" + stack, "delete-stack --stack-name=" + stack}},
		{name: "a stack that goes", cloud: func(c *provisiontest.Cloud) { c.Stacks[stack] = "DELETE_IN_PROGRESS" },
			want: []string{"stack " + stack + " is DELETE_IN_PROGRESS: run it again once that has ended"}},
		{name: "deleted by hand", cloud: func(c *provisiontest.Cloud) { c.Cluster = nil },
			want: []string{"its cluster is not: somebody deleted it", "eksctl delete cluster --name=hello --region=ap-south-1 --wait"}},
		{name: "made by another", cloud: func(c *provisiontest.Cloud) { delete(c.Stacks, "eksctl-hello-cluster") },
			want: []string{"there is a cluster hello in ap-south-1 that eksctl did not make"}},
		{name: "going", cloud: func(c *provisiontest.Cloud) { c.Cluster.Status = "DELETING" },
			want: []string{"cluster hello is DELETING: nothing can be changed"}},
	}
	h := newHello(t)
	h.mustApply()
	content := h.content
	made, err := os.ReadFile(os.Getenv("CLOUD"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h.T, h.content = t, content
			if err := os.WriteFile(os.Getenv("CLOUD"), made, 0o644); err != nil {
				t.Fatal(err)
			}
			if tt.cloud != nil {
				h.in(tt.cloud)
			} else {
				h.edit(tt.edit[0], tt.edit[1])
			}
			before := h.state()
			said, err := h.apply()
			if err == nil {
				t.Fatalf("not refused:\n%s", said)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("want %q in:\n%v", want, err)
				}
			}
			if diff := cmp.Diff(before, h.state()); diff != "" {
				t.Errorf("changed:\n%s", diff)
			}
		})
	}
}

// TestNotReady fails before anything is asked.
func TestNotReady(t *testing.T) {
	h := newHello(t)
	h.cluster.Plan.Input.EncryptionKey = config.ExampleKey("aws", "ap-south-1", "111122223333")
	_, err := h.apply()
	if want := "clusters/single-cluster/hello.yaml:1:1: encryptionKey: the key is an example: make account FLEET=single-cluster makes one"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("want %q, got %v", want, err)
	}
	h.cluster.Plan.Input.EncryptionKey = key
	t.Setenv("PATH", t.TempDir())
	_, err = h.apply()
	for _, program := range []string{"aws is not installed: see https://", "eksctl is not installed: see https://eksctl.io/installation/"} {
		if err == nil || !strings.Contains(err.Error(), program) {
			t.Errorf("want %q, got %v", program, err)
		}
	}
}

// TestUnrest has AWS at something: a run waits, a dry one says for what.
func TestUnrest(t *testing.T) {
	h := newHello(t)
	h.mustApply()
	for _, tt := range []struct {
		name, wait string
		cloud      func(*provisiontest.Cloud)
	}{
		{"a stack", "aws cloudformation wait stack-create-complete --stack-name=eksctl-hello-nodegroup-apps-a --region=ap-south-1",
			func(c *provisiontest.Cloud) { c.Stacks["eksctl-hello-nodegroup-apps-a"] = "CREATE_IN_PROGRESS" }},
		{"a stack that changes", "aws cloudformation wait stack-update-complete --stack-name=eksctl-hello-nodegroup-apps-a --region=ap-south-1",
			func(c *provisiontest.Cloud) { c.Stacks["eksctl-hello-nodegroup-apps-a"] = "UPDATE_IN_PROGRESS" }},
		{"the cluster", "aws eks wait cluster-active --name=hello --region=ap-south-1",
			func(c *provisiontest.Cloud) { c.Cluster.Status = "UPDATING" }},
		{"a node group", "aws eks wait nodegroup-active --cluster-name=hello --nodegroup-name=apps-a --region=ap-south-1",
			func(c *provisiontest.Cloud) {
				group := c.Cluster.Groups["apps-a"]
				group.Status = "UPDATING"
				c.Cluster.Groups["apps-a"] = group
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h.T = t
			h.in(tt.cloud)
			h.cluster.DryRun = true
			before := h.state()
			if said := h.mustApply(); !strings.Contains(said, tt.wait) {
				t.Errorf("want %q in:\n%s", tt.wait, said)
			}
			if diff := cmp.Diff(before, h.state()); diff != "" {
				t.Errorf("changed:\n%s", diff)
			}
			h.cluster.DryRun = false
			if said := h.mustApply(); !strings.Contains(said, tt.wait) || !strings.Contains(said, "nothing to do") {
				t.Errorf("want %q in:\n%s", tt.wait, said)
			}
		})
	}
}

// TestLeft has what is neither changed nor deleted: a person hears of it, with the command where there is one.
func TestLeft(t *testing.T) {
	group := func(change func(*provisiontest.Group)) func(*provisiontest.Cloud) {
		return func(c *provisiontest.Cloud) {
			g := c.Cluster.Groups["apps-a"]
			change(&g)
			c.Cluster.Groups["apps-a"] = g
		}
	}
	tests := []struct {
		name  string
		cloud func(*provisiontest.Cloud)
		want  string
	}{
		{"node group", func(c *provisiontest.Cloud) {
			c.Cluster.Groups["old-a"] = provisiontest.Group{Name: "old-a", Status: "ACTIVE"}
		},
			"node group old-a is not in FILE: eksctl delete nodegroup --cluster=hello --region=ap-south-1 --name=old-a"},
		{"add-on", func(c *provisiontest.Cloud) { c.Cluster.Addons["old"] = provisiontest.Addon{Name: "old"} },
			"add-on old is not in FILE: eksctl delete addon --cluster=hello --region=ap-south-1 --name=old"},
		{"access entry", func(c *provisiontest.Cloud) { c.Cluster.Entries["old"] = provisiontest.Entry{PrincipalARN: "old"} },
			"the access entry of old is not in FILE: eksctl delete accessentry --cluster=hello --region=ap-south-1 --principal-arn=old"},
		{"role by OIDC", func(c *provisiontest.Cloud) { c.Cluster.Accounts = append(c.Cluster.Accounts, "old/reader") },
			"the role of old/reader is not in FILE: eksctl delete iamserviceaccount --cluster=hello --region=ap-south-1 --namespace=old --name=reader"},
		{"role by association", func(c *provisiontest.Cloud) { c.Cluster.Associations["old/reader"] = "" },
			"the role of old/reader is not in FILE: eksctl delete podidentityassociation --cluster=hello --region=ap-south-1 --namespace=old --service-account-name=reader"},
		{"groups of an access entry", func(c *provisiontest.Cloud) {
			const developer = "arn:aws:iam::111122223333:role/hello-developer"
			c.Cluster.Entries[developer] = provisiontest.Entry{PrincipalARN: developer, KubernetesGroups: []string{"others"}}
		}, "the access entry of arn:aws:iam::111122223333:role/hello-developer has other rights than in FILE: delete it, and the next run makes it again: " +
			"eksctl delete accessentry --cluster=hello --region=ap-south-1 --principal-arn=arn:aws:iam::111122223333:role/hello-developer"},
		{"policies of an access entry", func(c *provisiontest.Cloud) {
			const admin = "arn:aws:iam::111122223333:role/hello-admin"
			c.Cluster.Entries[admin] = provisiontest.Entry{PrincipalARN: admin}
		}, "the access entry of arn:aws:iam::111122223333:role/hello-admin has other rights than in FILE"},
		{"types of nodes", group(func(g *provisiontest.Group) { g.InstanceType = "m5.large" }),
			"node group apps-a has types m5.large, FILE says m7i.large,m6i.large: eksctl cannot change that in place; give the group another name in " +
				"clusters/single-cluster/hello.yaml, and once the new one is there drain and delete the old one: " +
				"eksctl delete nodegroup --cluster=hello --region=ap-south-1 --name=apps-a"},
		{"labels of nodes", group(func(g *provisiontest.Group) { g.Labels = map[string]string{"node-group": "old", "by": "hand"} }),
			"node group apps-a has labels by=hand,node-group=old, FILE says node-group=apps: eksctl cannot change that in place"},
		{"taints of nodes", group(func(g *provisiontest.Group) {
			g.Taints = []provisiontest.Taint{{Key: "CriticalAddonsOnly", Value: "true", Effect: "NoSchedule"}}
		}), "node group apps-a has taints CriticalAddonsOnly=true:NoSchedule, FILE says none: eksctl cannot change that in place"},
		{"volumes of nodes", group(func(g *provisiontest.Group) { g.VolumeSize = 20 }),
			"node group apps-a has volumes 20 GiB, FILE says 50 GiB: eksctl cannot change that in place"},
		{"gateways", func(c *provisiontest.Cloud) { c.Outputs["eksctl-hello-cluster"][0]["OutputValue"] = "Single" },
			"the NAT gateways are Single, FILE says HighlyAvailable: eksctl does not change them"},
		{"support", func(c *provisiontest.Cloud) { c.Cluster.Config.UpgradePolicy.SupportType = "EXTENDED" },
			"the support is EXTENDED, FILE says STANDARD: aws eks update-cluster-config --name=hello --region=ap-south-1 --upgrade-policy=supportType=STANDARD"},
	}
	h := newHello(t)
	h.mustApply()
	made, err := os.ReadFile(os.Getenv("CLOUD"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h.T = t
			if err := os.WriteFile(os.Getenv("CLOUD"), made, 0o644); err != nil {
				t.Fatal(err)
			}
			h.in(tt.cloud)
			said := h.mustApply()
			left := strings.Count(said, "left as it is: ")
			if want := "left as it is: " + strings.ReplaceAll(tt.want, "FILE", h.cluster.File); left != 1 || !strings.Contains(said, want) {
				t.Errorf("want %q in:\n%s", want, said)
			}
			if !strings.Contains(said, "nothing to do") {
				t.Errorf("something is done:\n%s", said)
			}
		})
	}
}

// TestOpened has an API that nobody reaches from the internet, and shall reach from some networks: it is never open to all.
func TestOpened(t *testing.T) {
	h := newHello(t)
	h.mustApply()
	h.in(func(c *provisiontest.Cloud) { c.Cluster.Public, c.Cluster.CIDRs = false, []string{"0.0.0.0/0"} })
	want := []string{
		"aws eks update-cluster-config --name=hello --region=ap-south-1 " +
			"--resources-vpc-config=endpointPublicAccess=true,endpointPrivateAccess=true,publicAccessCidrs=203.0.113.0/24 --query=update.status --output=text",
		"aws eks wait cluster-active --name=hello --region=ap-south-1",
	}
	if diff := cmp.Diff(want, commandsOf(h.mustApply())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if said := h.mustApply(); !strings.Contains(said, "nothing to do") {
		t.Error(said)
	}
}
