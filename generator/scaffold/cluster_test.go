package scaffold_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/example/fastapi-gitops/generator/scaffold"
)

// clusterOf is a cluster with a range.
func clusterOf(cidr string) string {
	return "region: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\ncidr: " + cidr + "\nenvironments: [development]\n"
}

// twoFleets are the committed inputs with a second fleet, whose hub is yet to come.
func twoFleets(t *testing.T) fstest.MapFS {
	inputs := committed(t)
	fleet := strings.NewReplacer("hub: hello", "hub: hub", "hello.example.com", "other.example.com", "111122223333", "444455556666").
		Replace(string(inputs["clusters/single-cluster/fleet.yaml"].Data))
	return with(inputs, map[string]string{"clusters/other/fleet.yaml": fleet})
}

func TestCluster(t *testing.T) {
	const want = `# yaml-language-server: $schema=../../docs/schema/cluster.json
region: %[1]s
zones: [%[1]sa, %[1]sb, %[1]sc] # some regions name their zones otherwise: aws ec2 describe-availability-zones
cidr: %[2]s # of the VPC: overlaps with that of no other cluster of the fleet
environments: [%[3]s] # that it hosts
%[5]sencryptionKey: arn:aws:kms:%[1]s:%[4]s:key/00000000-0000-0000-0000-000000000000 # zeros are an example: ` + "`make account`" + ` makes the key and prints its ARN
`
	const asHub = "endpoint: {public: [203.0.113.0/24]} # as the hub's\n"
	tests := []struct {
		name                   string
		inputs                 fstest.MapFS
		cluster, fleet, region string
		wantPath               string
		wantBody               string
	}{
		{"beside the hub", committed(t), "blue", "", "",
			"clusters/single-cluster/blue.yaml", fmt.Sprintf(want, "ap-south-1", "10.21.0.0/16", "development", "111122223333", asHub)},
		{"of an environment's name", committed(t), "production", "", "",
			"clusters/single-cluster/production.yaml", fmt.Sprintf(want, "ap-south-1", "10.21.0.0/16", "production", "111122223333", asHub)},
		{"in another region", committed(t), "blue", "single-cluster", "us-east-1",
			"clusters/single-cluster/blue.yaml", fmt.Sprintf(want, "us-east-1", "10.21.0.0/16", "development", "111122223333", asHub)},
		{"first of its fleet", twoFleets(t), "hub", "other", "eu-west-1",
			"clusters/other/hub.yaml", fmt.Sprintf(want, "eu-west-1", "10.0.0.0/16", "development", "444455556666", "")},
		{"environment that YAML takes for a boolean", with(committed(t), map[string]string{
			"environments/on.yaml": string(committed(t)["environments/development.yaml"].Data),
		}), "on", "", "", "clusters/single-cluster/on.yaml", fmt.Sprintf(want, "ap-south-1", "10.21.0.0/16", `"on"`, "111122223333", asHub)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, err := scaffold.Cluster(tt.inputs, tt.cluster, tt.fleet, tt.region)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(scaffold.File{Path: tt.wantPath, Body: tt.wantBody}, file); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			wantFits(t, file, "cluster")
		})
	}
}

func TestClusterRenders(t *testing.T) {
	inputs := committed(t)
	file, err := scaffold.Cluster(inputs, "blue", "", "")
	if err != nil {
		t.Fatal(err)
	}
	resolved := wantGreen(t, inputs, file, "cluster")
	if got := len(resolved.Fleets[0].Clusters); got != 2 {
		t.Errorf("%d clusters, want 2", got)
	}
}

func TestClusterRange(t *testing.T) {
	tests := []struct {
		name string
		used []string
		want string
	}{
		{"behind the last", []string{"10.30.0.0/16", "10.25.0.0/16"}, "10.31.0.0/16"},
		{"behind a part of a range", []string{"10.30.128.0/20"}, "10.31.0.0/16"},
		{"outside of 10.0.0.0/8 does not count", []string{"172.31.0.0/16", "192.168.0.0/16"}, "10.21.0.0/16"},
		{"from the start again", []string{"10.255.0.0/20"}, "10.0.0.0/16"},
		{"from the start again, over those in use", []string{"10.255.0.0/16", "10.0.0.0/16", "10.1.16.0/20"}, "10.2.0.0/16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inputs := committed(t)
			for i, cidr := range tt.used {
				inputs = with(inputs, map[string]string{fmt.Sprintf("clusters/single-cluster/c%d.yaml", i): clusterOf(cidr)})
			}
			file, err := scaffold.Cluster(inputs, "blue", "", "")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(file.Body, "\ncidr: "+tt.want+" ") {
				t.Errorf("want %s:\n%s", tt.want, file.Body)
			}
			wantGreen(t, inputs, file, "cluster")
		})
	}
}

func TestClusterWithoutRange(t *testing.T) {
	inputs := committed(t)
	for i := range 256 {
		if i != 20 { // the hub's
			inputs = with(inputs, map[string]string{
				fmt.Sprintf("clusters/single-cluster/c%d.yaml", i): clusterOf(fmt.Sprintf("10.%d.0.0/20", i)),
			})
		}
	}
	_, err := scaffold.Cluster(inputs, "blue", "", "")
	wantError(t, err, "no range of 10.0.0.0/8 is free: the clusters of the fleet have all of them", false)
}

func TestClusterErrors(t *testing.T) {
	tests := []struct {
		name                         string
		inputs                       fstest.MapFS
		cluster, fleet, region, want string
		argument                     bool
	}{
		{"name", committed(t), "b/../../c", "", "",
			`"b/../../c" is not a name: expected up to 63 lower-case letters, digits and -, starting and ending with a letter or digit`, true},
		{"region", committed(t), "blue", "", "Mumbai", `"Mumbai" is not an AWS region: expected a form such as ap-south-1`, true},
		{"unknown fleet", committed(t), "blue", "single", "", `no such fleet "single" (did you mean "single-cluster"?)`, true},
		{"several fleets", twoFleets(t), "hub", "", "", "there are several fleets, choose one with --fleet: other, single-cluster", true},
		{"no hub yet", twoFleets(t), "hub", "other", "", "fleet other has no hub yet whose region the cluster could share: choose one with --region", true},
		{"no fleet", fstest.MapFS{}, "blue", "", "", "no fleet: expected clusters/<fleet>/fleet.yaml", false},
		{"taken", committed(t), "hello", "", "", "clusters/single-cluster/hello.yaml already exists", false},
		{"the fleet's own file", committed(t), "fleet", "", "", "clusters/single-cluster/fleet.yaml already exists", false},
		{"not the hub that the fleet names", twoFleets(t), "blue", "other", "eu-west-1",
			`clusters/other/fleet.yaml:6:6: hub: no such cluster of this fleet "hub" (known: blue)`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := scaffold.Cluster(tt.inputs, tt.cluster, tt.fleet, tt.region)
			wantError(t, err, tt.want, tt.argument)
		})
	}
}
