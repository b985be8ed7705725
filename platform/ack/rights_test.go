package ack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// fleet has a hub and another cluster.
func fleet() *plan.Fleet {
	f := &plan.Fleet{
		Name: "fleet", AccountOwner: "fleet", Account: "111122223333", Domain: "example.com", Zone: "Z0123456789",
		Registry: plan.Registry{Account: "111122223333", Region: "eu-west-1"},
	}
	f.Hub = &plan.Cluster{Fleet: f, Name: "hub", Region: "eu-west-1"}
	f.Clusters = []*plan.Cluster{f.Hub, {Fleet: f, Name: "other", Region: "cn-north-1"}}
	return f
}

// TestControllers has what an account has but once made by the hub of the fleet that owns it.
func TestControllers(t *testing.T) {
	everywhere := []string{"cloudwatchlogs", "s3", "secretsmanager"}
	for _, tt := range []struct {
		name   string
		change func(*plan.Fleet)
		at     int
		want   []string
	}{
		{"hub", func(*plan.Fleet) {}, 0, []string{"cloudwatchlogs", "ecr", "route53", "s3", "secretsmanager"}},
		{"another cluster", func(*plan.Fleet) {}, 1, everywhere},
		{"hub of a fleet that another owns the account of", func(f *plan.Fleet) { f.AccountOwner = "another" }, 0,
			[]string{"cloudwatchlogs", "route53", "s3", "secretsmanager"}},
		{"hub without a zone", func(f *plan.Fleet) { f.Zone = "" }, 0, []string{"cloudwatchlogs", "ecr", "s3", "secretsmanager"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := fleet()
			tt.change(f)
			var got []string
			for _, c := range controllers(f.Clusters[tt.at]) {
				got = append(got, c.service)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestRights: no controller may take away what is at AWS, read what is kept there, or give rights to others; what changes
// something names what, or by which tag.
func TestRights(t *testing.T) {
	looks := []string{"Describe", "Get", "List"}
	for _, c := range fleet().Clusters {
		for _, of := range controllers(c) {
			for _, s := range of.rights {
				for _, action := range s.Action {
					service, call, _ := strings.Cut(action, ":")
					if strings.Contains(call, "Delete") || action == "secretsmanager:GetSecretValue" || action == "s3:GetObject" ||
						service == "iam" || strings.HasPrefix(call, "*") {
						t.Errorf("%s on %s may %s", of.service, c.Name, action)
					}
					reads := slices.ContainsFunc(looks, func(look string) bool { return strings.HasPrefix(call, look) })
					if !reads && slices.Contains(s.Resource, "*") {
						t.Errorf("%s on %s may %s everything", of.service, c.Name, action)
					}
				}
				for _, resource := range s.Resource {
					if partition := plan.PartitionOf(c.Region).Name; resource != "*" && !strings.HasPrefix(resource, "arn:"+partition+":") {
						t.Errorf("%s on %s: %s is not in partition %s", of.service, c.Name, resource, partition)
					}
				}
			}
		}
	}
}

// TestScope: with the whole cluster as its scope a controller could read every Secret.
func TestScope(t *testing.T) {
	raw, err := json.Marshal(parts(fleet().Hub).Values)
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]struct {
		Enabled              bool
		InstallScope         string
		WatchNamespace       string
		DeletionPolicy       string
		EnableCARM           bool
		EnableCrossNamespace bool
	}
	if err := json.Unmarshal(raw, &values); err != nil || len(values) != 5 {
		t.Fatalf("%d controllers: %v", len(values), err)
	}
	for service, v := range values {
		if !v.Enabled || v.InstallScope != "namespace" || v.WatchNamespace != "" || v.DeletionPolicy != "retain" || v.EnableCARM || v.EnableCrossNamespace {
			t.Errorf("%s: %+v", service, v)
		}
	}
}
