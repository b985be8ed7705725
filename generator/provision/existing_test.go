package provision

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDecodeCluster has what eksctl prints: the struct of the AWS SDK for Go, with its names and its nulls.
func TestDecodeCluster(t *testing.T) {
	var clusters []eksCluster
	err := json.Unmarshal([]byte(`[{
		"AccessConfig": {"AuthenticationMode": "API", "BootstrapClusterCreatorAdminPermissions": null},
		"Arn": "arn:aws:eks:ap-south-1:111122223333:cluster/hello", "CertificateAuthority": {"Data": "LS0t"}, "CreatedAt": "2026-11-20T08:00:00Z",
		"EncryptionConfig": [{"Provider": {"KeyArn": "arn:aws:kms:ap-south-1:111122223333:key/1"}, "Resources": ["secrets"]}],
		"Health": {"Issues": []}, "Id": null, "Identity": {"Oidc": {"Issuer": "https://oidc.eks.ap-south-1.amazonaws.com/id/AB"}},
		"KubernetesNetworkConfig": {"ElasticLoadBalancing": {"Enabled": false}, "IpFamily": "ipv4", "ServiceIpv4Cidr": "172.20.0.0/16", "ServiceIpv6Cidr": null},
		"Logging": {"ClusterLogging": [{"Enabled": true, "Types": ["api", "audit"]}, {"Enabled": false, "Types": ["scheduler"]}]},
		"Name": "hello", "OutpostConfig": null, "ResourcesVpcConfig": {"ClusterSecurityGroupId": "sg-1", "EndpointPrivateAccess": true,
			"EndpointPublicAccess": false, "PublicAccessCidrs": ["203.0.113.0/24"], "SecurityGroupIds": ["sg-2"], "SubnetIds": ["subnet-1"], "VpcId": "vpc-1"},
		"Status": "ACTIVE", "Tags": {"fleet": "single-cluster"}, "UpgradePolicy": {"SupportType": "STANDARD"}, "Version": "1.35", "ZonalShiftConfig": {"Enabled": true}
	}, {
		"Name": "plain", "Status": "CREATING", "Version": "1.35", "EncryptionConfig": null, "Identity": null, "Logging": null, "UpgradePolicy": null, "ZonalShiftConfig": null
	}]`), &clusters)
	if err != nil {
		t.Fatal(err)
	}
	c := clusters[0]
	got := []any{c.Name, c.Version, c.Status, c.key(), c.logs(), c.Identity.Oidc.Issuer, c.ResourcesVpcConfig.VpcID,
		c.ResourcesVpcConfig.EndpointPrivateAccess, c.ResourcesVpcConfig.EndpointPublicAccess, c.ResourcesVpcConfig.PublicAccessCidrs,
		c.KubernetesNetworkConfig.ServiceIpv4Cidr, c.UpgradePolicy.SupportType, c.ZonalShiftConfig.Enabled}
	want := []any{"hello", "1.35", "ACTIVE", "arn:aws:kms:ap-south-1:111122223333:key/1", []string{"api", "audit"},
		"https://oidc.eks.ap-south-1.amazonaws.com/id/AB", "vpc-1", true, false, []string{"203.0.113.0/24"}, "172.20.0.0/16", "STANDARD", true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if plain := clusters[1]; plain.key() != "" || plain.logs() != nil {
		t.Errorf("of nulls: %q, %v", plain.key(), plain.logs())
	}
}

// TestDecodeSummaries has the other lists of eksctl.
func TestDecodeSummaries(t *testing.T) {
	var (
		groups       []nodeGroupSummary
		addons       []addonSummary
		entries      []accessEntry
		accounts     []serviceAccount
		associations []associationSummary
	)
	for text, into := range map[string]any{
		`[{"StackName": "eksctl-hello-nodegroup-apps-a", "Cluster": "hello", "Name": "apps-a", "Status": "ACTIVE", "MaxSize": 4, "MinSize": 1,
			"DesiredCapacity": 2, "InstanceType": "m7i.large,m6i.large", "ImageID": "AL2023_x86_64_STANDARD", "CreationTime": "2026-11-20T08:00:00Z",
			"NodeInstanceRoleARN": "arn:aws:iam::111122223333:role/n", "AutoScalingGroupName": "eks-apps-a", "Version": "1.35", "Type": "managed"}]`: &groups,
		`[{"Name": "vpc-cni", "Version": "v1.20.4-eksbuild.1", "NewerVersion": "", "IAMRole": "", "Status": "ACTIVE", "ConfigurationValues": "{}",
			"NamespaceConfig": null, "Issues": null, "PodIdentityAssociations": [{"AssociationID": "a-1", "Namespace": "kube-system",
			"ServiceAccount": "aws-node", "RoleARN": "arn:aws:iam::111122223333:role/r"}]}]`: &addons,
		`[{"principalARN": "arn:aws:iam::111122223333:role/hello-admin", "accessPolicies": [{"policyARN": "arn:aws:eks::aws:cluster-access-policy/A",
			"accessScope": {"type": "namespace", "namespaces": ["a"]}}]}, {"principalARN": "b", "kubernetesGroups": ["g"]}]`: &entries,
		`[{"metadata": {"name": "secrets-reader", "namespace": "staging"}, "wellKnownPolicies": {}, "status": {"roleARN": "r"}}]`: &accounts,
		`[{"AssociationARN": "x", "Namespace": "argocd", "ServiceAccountName": "argocd-server", "RoleARN": "r", "OwnerARN": ""}]`: &associations,
	} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	var policy accessPolicy
	policy.PolicyARN, policy.AccessScope.Type, policy.AccessScope.Namespaces = "arn:aws:eks::aws:cluster-access-policy/A", "namespace", []string{"a"}
	got := []any{groups, addons, entries, accounts[0].name(), associations}
	want := []any{
		[]nodeGroupSummary{{"apps-a", "ACTIVE", "1.35", "m7i.large,m6i.large", 1, 4, 2}},
		[]addonSummary{{"vpc-cni", "v1.20.4-eksbuild.1", "ACTIVE", "{}"}},
		[]accessEntry{{"arn:aws:iam::111122223333:role/hello-admin", nil, []accessPolicy{policy}}, {"b", []string{"g"}, nil}},
		"staging/secrets-reader",
		[]associationSummary{{"argocd", "argocd-server", "r", ""}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRoleOf(t *testing.T) {
	const template = `{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {
		"Role1": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["a", {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/b"}],
			"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Federated":
				"arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-south-1.amazonaws.com/id/AB"}}]}}},
		"Policy1": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": {"Version": "2012-10-17"}}}}}`
	text, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	want := role{map[string]any{"Version": "2012-10-17"}, []string{"a"}, "oidc.eks.ap-south-1.amazonaws.com/id/AB"}
	for _, body := range []json.RawMessage{json.RawMessage(template), text} {
		got, err := roleOf(body)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(role{})); diff != "" || err != nil {
			t.Errorf("%v: -want +got:\n%s", err, diff)
		}
	}
}

func TestOlder(t *testing.T) {
	for _, tt := range []struct {
		version, than string
		want          bool
	}{
		{"0.230.0", "0.230.0", false},
		{"0.229.9", "0.230.0", true},
		{"0.231.0-dev+001eeced.2026-08-27T03:03:31Z", "0.230.0", false},
		{"1.0.0", "0.230.0", false},
		{"1.9", "1.35", true},
		{"v1.20.4-eksbuild.2", "v1.20.4-eksbuild.10", true},
		{"v1.21.0-eksbuild.1", "v1.20.4-eksbuild.10", false},
		{"v1.20.4-eksbuild.2", "", false},
		{"99999999999999999999.1", "1.1", false},
	} {
		if got := older(tt.version, tt.than); got != tt.want {
			t.Errorf("older(%q, %q) = %v", tt.version, tt.than, got)
		}
	}
}

func TestSameJSON(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"", "", true}, {"", "{}", true}, {"null", "", true},
		{`{"a":1,"b":2}`, `{"b": 2, "a": 1}`, true},
		{`{"a":1}`, "", false}, {`{"a":1}`, `{"a":"1"}`, false},
		{"a: 1", "a: 1", true}, {"a: 1", `{"a":1}`, false},
	} {
		if got := sameJSON(tt.a, tt.b); got != tt.want {
			t.Errorf("sameJSON(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}
