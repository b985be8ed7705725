package eksctl_test

import (
	"strings"
	"testing"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/eksctl"
	"github.com/example/fastapi-gitops/generator/iam"
	"github.com/example/fastapi-gitops/generator/input"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// cluster is one of a fleet of its own, with groups of nodes in two zones.
func cluster(t *testing.T, fleet, name string, groups ...plan.NodeGroup) *plan.Cluster {
	t.Helper()
	document, err := input.Parse("clusters/"+fleet+"/"+name+".yaml", []byte("nodes: {}\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := &plan.Cluster{
		Input: &config.Cluster{Document: document},
		Name:  name, Region: "ap-south-1", Zones: []string{"ap-south-1a", "ap-south-1b"}, NodeGroups: groups,
	}
	inputs, err := input.Parse("clusters/"+fleet+"/fleet.yaml", []byte("registry: {role: some}\n"))
	if err != nil {
		t.Fatal(err)
	}
	c.Fleet = &plan.Fleet{Input: &config.Fleet{Document: inputs}, Name: fleet, Account: "111122223333", Hub: c, Clusters: []*plan.Cluster{c}}
	c.Fleet.Registry.Role = fleet + "-push"
	return c
}

var rights = []iam.Statement{iam.Allow("*", "ec2:DescribeVolumes")}

func identity(namespace, account string) component.Identity {
	return component.Identity{Namespace: namespace, ServiceAccount: account, Statements: rights}
}

func TestCheck(t *testing.T) {
	wing, east := cluster(t, "a", "east-wing"), cluster(t, "b", "east")
	east.Fleet.Registry.Role = "East-Wing-Deployer" // IAM takes it for the same
	long := strings.Repeat("x", 60)
	tests := []struct {
		name       string
		clusters   []*plan.Cluster
		identities []component.Identity // of the last cluster
		want       string
	}{
		{"nothing asked for", []*plan.Cluster{wing}, nil, ""},
		{"one role each", []*plan.Cluster{wing}, []component.Identity{identity("a", "x"), identity("b", "y")}, ""},
		{"two identities", []*plan.Cluster{wing}, []component.Identity{identity("a", "x"), identity("a", "x")},
			`clusters/a/east-wing.yaml:1:1: ServiceAccount a/x has two identities at AWS: it can have one
clusters/a/east-wing.yaml:1:1: the IAM role east-wing-x of AWS account 111122223333 would belong to cluster a/east-wing too: choose another name`},
		{"one name in two namespaces", []*plan.Cluster{wing}, []component.Identity{identity("a", "x"), identity("b", "x")},
			`clusters/a/east-wing.yaml:1:1: the IAM role east-wing-x of AWS account 111122223333 would belong to cluster a/east-wing too: choose another name`},
		{"name of an add-on's", []*plan.Cluster{wing}, []component.Identity{identity("a", "aws-node")},
			`clusters/a/east-wing.yaml:1:1: the IAM role east-wing-aws-node of AWS account 111122223333 would belong to cluster a/east-wing too: choose another name`},
		{"no rights", []*plan.Cluster{wing}, []component.Identity{{Namespace: "a", ServiceAccount: "x"}},
			`clusters/a/east-wing.yaml:1:1: ServiceAccount a/x: expected statements or a well-known policy`},
		{"rights of both kinds", []*plan.Cluster{wing},
			[]component.Identity{{Namespace: "a", ServiceAccount: "x", Statements: rights, WellKnown: component.AWSLoadBalancerController}},
			`clusters/a/east-wing.yaml:1:1: ServiceAccount a/x: expected statements or a well-known policy`},
		{"long name", []*plan.Cluster{wing}, []component.Identity{identity("a", long)},
			`clusters/a/east-wing.yaml:1:1: the IAM role east-wing-` + long + ` would have 70 characters, 64 are allowed: shorten the name of the cluster`},
		{"roles of two fleets in an account", []*plan.Cluster{wing, east}, []component.Identity{identity("a", "wing-argocd")},
			`clusters/b/east.yaml:1:1: the IAM role east-wing-argocd of AWS account 111122223333 would belong to cluster a/east-wing too: choose another name
clusters/b/fleet.yaml:1:18: registry.role: the IAM role East-Wing-Deployer of AWS account 111122223333 would belong to cluster a/east-wing too: choose another name`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &plan.Plan{}
			for _, c := range tt.clusters {
				p.Fleets = append(p.Fleets, c.Fleet)
			}
			last := tt.clusters[len(tt.clusters)-1]
			problems := eksctl.Check(p, map[*plan.Cluster][]component.Identity{last: tt.identities})
			if diff := cmp.Diff(tt.want, problems.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func requests(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
}

// TestCheckCapacity has two nodes of 1930m and 6.7Gi, of which the add-ons take 360m on each and 520m and 1Gi on one of both.
func TestCheckCapacity(t *testing.T) {
	system := plan.NodeGroup{Name: "system", Types: []string{"m7i.large"}, Min: 1, Max: 9, System: true}
	apps := plan.NodeGroup{Name: "apps", Types: []string{"m7i.16xlarge"}, Min: 9, Max: 9}
	shared := apps
	shared.Types, shared.Min = system.Types, 1
	tests := []struct {
		name   string
		groups []plan.NodeGroup
		pods   []component.Pods
		fits   bool
	}{
		{"nothing but add-ons", []plan.NodeGroup{apps, system}, nil, true},
		{"no node at the least", []plan.NodeGroup{apps, {Types: system.Types, System: true}}, nil, false},
		{"one large on each node", []plan.NodeGroup{apps, system}, []component.Pods{{Replicas: 2, Requests: requests("1", "5Gi")}}, true},
		{"room that no node has alone", []plan.NodeGroup{apps, system}, []component.Pods{{Replicas: 3, Requests: requests("100m", "4Gi")}}, false},
		{"CPU", []plan.NodeGroup{apps, system}, []component.Pods{{Replicas: 2, Requests: requests("1800m", "1Mi")}}, false},
		{"one on each node", []plan.NodeGroup{apps, system}, []component.Pods{{PerNode: true, Requests: requests("1", "1Gi")}}, true},
		{"too much on each node", []plan.NodeGroup{apps, system}, []component.Pods{{PerNode: true, Requests: requests("1", "7Gi")}}, false},
		{"addresses", []plan.NodeGroup{apps, system}, []component.Pods{{Replicas: 60, Requests: requests("1m", "1Mi")}}, false},
		{"nodes that all share", []plan.NodeGroup{shared}, []component.Pods{{Replicas: 2, Requests: requests("1", "5Gi")}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			problems := eksctl.CheckCapacity(cluster(t, "fleet", "east", tt.groups...), tt.pods)
			if fits := len(problems) == 0; fits != tt.fits {
				t.Errorf("fits %t, want %t: %v", fits, tt.fits, problems)
			}
		})
	}
}

func TestCheckCapacityMessage(t *testing.T) {
	c := cluster(t, "fleet", "east", plan.NodeGroup{Name: "apps", Types: []string{"c7i.large"}, Min: 1})
	problems := eksctl.CheckCapacity(c, []component.Pods{{Replicas: 3, Requests: requests("500m", "3Gi")}, {PerNode: true, Requests: requests("50m", "64Mi")}})
	want := "clusters/fleet/east.yaml:1:1: nodes: too small for the platform, whose 19 pods ask for 2480m CPU and 10604Mi of memory: " +
		"3 of them do not fit on the 2 nodes that it has at the least: raise min, or choose larger types"
	if diff := cmp.Diff(want, problems.Error()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
