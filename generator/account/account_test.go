package account_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/example/fastapi-gitops/generator/account"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

// fleet has its hub in ap-south-1 and the clusters, by name, in their regions.
func fleet(clusters map[string]string) *plan.Fleet {
	f := &plan.Fleet{
		Name: "fleet", AccountOwner: "fleet", Account: "111122223333", Domain: "example.com", Branch: "main",
		Repository: "https://github.com/example/fastapi-gitops.git",
	}
	f.Hub = &plan.Cluster{Fleet: f, Name: "hub", Region: "ap-south-1"}
	f.Clusters = []*plan.Cluster{f.Hub}
	for _, name := range slices.Sorted(maps.Keys(clusters)) {
		f.Clusters = append(f.Clusters, &plan.Cluster{Fleet: f, Name: name, Region: clusters[name]})
	}
	return f
}

func TestBuildNames(t *testing.T) {
	tests := []struct {
		name     string
		clusters map[string]string
		want     map[string]string // conditions by resource
	}{
		{"one cluster", nil, map[string]string{
			"GitHub": "", "HubKey": "", "HubKeyAlias": "", "HubRole": "", "PushRole": "", "Zone": "",
		}},
		{"clusters of one region", map[string]string{"prod-1": "ap-south-1"}, map[string]string{
			"GitHub": "", "HubKey": "", "HubKeyAlias": "", "HubRole": "", "PushRole": "", "Zone": "",
			"Prod1Key": "", "Prod1KeyAlias": "", "Prod1DeployerRole": "",
		}},
		{"clusters of two", map[string]string{"far--away": "eu-west-1"}, map[string]string{
			"GitHub": "InApSouth1", "HubKey": "InApSouth1", "HubKeyAlias": "InApSouth1", "HubRole": "InApSouth1", "PushRole": "InApSouth1",
			"Zone": "InApSouth1", "FarAwayKey": "InEuWest1", "FarAwayKeyAlias": "InEuWest1", "FarAwayDeployerRole": "InApSouth1",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			template := account.Build(fleet(tt.clusters))
			got := map[string]string{}
			for id, resource := range template.Resources {
				got[id] = resource.Condition
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			wantLogical(t, template)
		})
	}
}

// wantLogical holds every name that is CloudFormation's against its form, and every condition against those that there are.
func wantLogical(t *testing.T, template *account.Template) {
	t.Helper()
	form := regexp.MustCompile(`^[A-Za-z0-9]{1,255}$`)
	check := func(name, condition string) {
		if _, known := template.Conditions[condition]; !form.MatchString(name) || condition != "" && !known {
			t.Errorf("%q with condition %q", name, condition)
		}
	}
	for name := range template.Conditions {
		check(name, name)
	}
	for name, resource := range template.Resources {
		check(name, resource.Condition)
	}
	for name, output := range template.Outputs {
		check(name, output.Condition)
	}
}

// TestKeyPolicy lets each service use the key for what is the cluster's alone.
func TestKeyPolicy(t *testing.T) {
	template := account.Build(fleet(map[string]string{"far": "cn-north-1"}))
	for id, want := range map[string]struct{ service, group, via string }{
		"HubKey": {"logs.ap-south-1.amazonaws.com", "arn:aws:logs:ap-south-1:111122223333:log-group:/fleet/hub/*", "secretsmanager.ap-south-1.amazonaws.com"},
		"FarKey": {"logs.cn-north-1.amazonaws.com.cn", "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/fleet/far/*", "secretsmanager.cn-north-1.amazonaws.com.cn"},
	} {
		policy := template.Resources[id].Properties.(account.Key).KeyPolicy
		if len(policy.Statement) != 3 {
			t.Fatalf("%s: %d statements", id, len(policy.Statement))
		}
		logs, secrets := policy.Statement[1], policy.Statement[2]
		if got := logs.Principal["Service"]; got != want.service {
			t.Errorf("%s: %s writes logs, want %s", id, got, want.service)
		}
		if diff := cmp.Diff([]string{want.group}, logs.Condition["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]); diff != "" {
			t.Errorf("%s: groups (-want +got):\n%s", id, diff)
		}
		if diff := cmp.Diff(map[string][]string{"kms:CallerAccount": {"111122223333"}, "kms:ViaService": {want.via}}, secrets.Condition["StringEquals"]); diff != "" {
			t.Errorf("%s: secrets (-want +got):\n%s", id, diff)
		}
	}
}
