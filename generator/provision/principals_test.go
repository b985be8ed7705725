package provision_test

import (
	"os"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/provision/provisiontest"
)

// TestImpossible has a cluster to make and roles in IAM that are in the way: nothing is made, and all of it is said at once.
func TestImpossible(t *testing.T) {
	const (
		developer = "arn:aws:iam::111122223333:role/hello-developer"
		file      = "clusters/single-cluster/hello.yaml"
		takeOut   = ": create this role, or take it out of roles in " + file
		refused   = "the cluster lets in none but roles.admins of " + file + ": arn:aws:iam::111122223333:role/hello-admin\n" +
			"be one first: aws configure set profile.admin.role_arn arn:aws:iam::111122223333:role/hello-admin; " +
			"aws configure set profile.admin.source_profile default; export AWS_PROFILE=admin"
	)
	role := func(name, answer string) func(*provisiontest.Cloud) {
		return func(c *provisiontest.Cloud) { c.Roles[name] = answer }
	}
	caller := func(arn string) func(*provisiontest.Cloud) {
		return func(c *provisiontest.Cloud) { c.Caller = arn }
	}
	tests := []struct {
		name  string
		cloud func(*provisiontest.Cloud)
		want  []string
	}{
		{"several", func(c *provisiontest.Cloud) {
			c.Roles["hello-argocd"], c.Roles["hello-developer"] = "NoSuchEntity", "NoSuchEntity"
			c.Caller = "arn:aws:iam::111122223333:user/me"
		}, []string{"IAM has no role arn:aws:iam::111122223333:role/hello-argocd, which CONFIG names: make account FLEET=single-cluster first\n",
			"IAM has no role " + developer + ", which CONFIG names" + takeOut + "\n", "you are arn:aws:iam::111122223333:user/me, and " + refused}},
		{"on another path", role("hello-developer", "arn:aws:iam::111122223333:role/people/hello-developer"),
			[]string{"IAM has no role " + developer + ", which CONFIG names" + takeOut}},
		{"no answer", role("hello-developer", "Throttling"), []string{"aws iam get-role --role-name=hello-developer", "exit status 1"}},
		{"another role", caller("arn:aws:sts::111122223333:assumed-role/hello-admins/me"), []string{"you are arn:aws:sts::111122223333:assumed-role/hello-admins/me, and " + refused}},
		{"a role of another account", caller("arn:aws:sts::444455556666:assumed-role/hello-admin/me"), []string{refused}},
		{"root", caller("arn:aws:iam::111122223333:root"), []string{refused}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHello(t)
			h.in(tt.cloud)
			said, err := h.apply()
			if err == nil {
				t.Fatalf("not refused:\n%s", said)
			}
			for _, want := range tt.want {
				if want = strings.ReplaceAll(want, "CONFIG", h.cluster.File); !strings.Contains(err.Error(), want) {
					t.Errorf("want %q in:\n%v", want, err)
				}
			}
			if provisiontest.Load().Cluster != nil {
				t.Error("it is made")
			}
		})
	}
}

// TestPossible has what looks like a hindrance and is none.
func TestPossible(t *testing.T) {
	const sso = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/ap-south-1/AWSReservedSSO_Admin_0123456789abcdef"
	tests := []struct {
		name string
		with func(*hello)
		said string
	}{
		{"IAM may not be asked", func(h *hello) {
			h.in(func(c *provisiontest.Cloud) { c.Roles["hello-developer"] = "AccessDenied" })
		}, "not checked: whether there is a role arn:aws:iam::111122223333:role/hello-developer, since you may not ask IAM (iam:GetRole)\n"},
		{"a role of another account", func(h *hello) { h.edit("111122223333:role/hello-developer", "444455556666:role/hello-developer") },
			"not checked: whether there is a role arn:aws:iam::444455556666:role/hello-developer, which is of another account\n"},
		{"a role with a path", func(h *hello) {
			h.edit("arn:aws:iam::111122223333:role/hello-admin", sso)
			h.cluster.Plan.Fleet.Roles.Admins = []config.RoleARN{"arn:aws:iam::111122223333:role/other", sso}
			h.in(func(c *provisiontest.Cloud) {
				c.Roles["AWSReservedSSO_Admin_0123456789abcdef"] = sso
				c.Caller = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me@example.com"
			})
		}, ""},
		{"no admins", func(h *hello) {
			h.cluster.Plan.Fleet.Roles.Admins = nil
			h.in(func(c *provisiontest.Cloud) { c.Caller = "arn:aws:iam::111122223333:user/me" })
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHello(t)
			tt.with(h)
			if said := h.mustApply(); !strings.Contains(said, tt.said) {
				t.Errorf("want %q in:\n%s", tt.said, said)
			}
		})
	}
}

// TestSingleSignOn names the way by which one is a role of IAM Identity Center.
func TestSingleSignOn(t *testing.T) {
	h := newHello(t)
	h.cluster.Plan.Fleet.Roles.Admins = []config.RoleARN{"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_01"}
	if _, err := h.apply(); err == nil || !strings.Contains(err.Error(), "be one first: aws configure sso --profile=admin; export AWS_PROFILE=admin") {
		t.Error(err)
	}
}

// TestCallerOfAnExistingCluster may be another where no nodes are made, and nobody else where some are.
func TestCallerOfAnExistingCluster(t *testing.T) {
	h := newHello(t)
	h.mustApply()
	h.in(func(c *provisiontest.Cloud) { c.Caller = "arn:aws:iam::111122223333:user/me" })
	h.edit("logRetentionInDays: 90", "logRetentionInDays: 30")
	h.mustApply()
	before, err := os.ReadFile(os.Getenv("CLOUD"))
	if err != nil {
		t.Fatal(err)
	}
	h.edit("name: apps-c", "name: more-c")
	if _, err := h.apply(); err == nil || !strings.Contains(err.Error(), "you are arn:aws:iam::111122223333:user/me") {
		t.Error(err)
	}
	if after, err := os.ReadFile(os.Getenv("CLOUD")); err != nil || string(after) != string(before) {
		t.Errorf("changed: %v\n%s", err, after)
	}
}
