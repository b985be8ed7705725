package policy_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	cloudwatchlogs "github.com/example/fastapi-gitops/generator/api/ack/cloudwatchlogs/v1alpha1"
	ecr "github.com/example/fastapi-gitops/generator/api/ack/ecr/v1alpha1"
	route53 "github.com/example/fastapi-gitops/generator/api/ack/route53/v1alpha1"
	s3 "github.com/example/fastapi-gitops/generator/api/ack/s3/v1alpha1"
	secretsmanager "github.com/example/fastapi-gitops/generator/api/ack/secretsmanager/v1alpha1"
	rollouts "github.com/example/fastapi-gitops/generator/api/argorollouts/v1alpha1"
	envoygateway "github.com/example/fastapi-gitops/generator/api/envoygateway/v1alpha1"
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	linkerd "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	servers "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1beta3"
	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/aws"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/example/fastapi-gitops/generator/workload"
	"k8s.io/apimachinery/pkg/runtime"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

const digest = "@sha256:1111111111111111111111111111111111111111111111111111111111111111"

const environmentFile = `sizes: {small: {cpu: 50m, memory: 128Mi, storage: 64Mi}}
quota: {cpu: "4000", memory: 8000Gi, storage: 8000Gi, pods: 9999}
`

// inputs are those of a fleet with two clusters and two environments, where three apps use all that apps can use.
func inputs() fstest.MapFS {
	files := map[string]string{
		"clusters/world/fleet.yaml": `repository: https://git.example.com/org/repo.git
domain: example.com
zone: Z0123456789ABCDEFGHIJ
account: "111122223333"
hub: central
groups: {developers: devs, operators: ops}
`,
		"clusters/world/central.yaml": `region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
cidr: 10.1.0.0/16
environments: [development, production]
`,
		"clusters/world/second.yaml": `region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
cidr: 10.2.0.0/16
environments: [production]
role: standby
endpoint:
  url: https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com
  authority: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
`,
		"environments/development.yaml": "developers: edit\n" + environmentFile,
		"environments/production.yaml": "after: development\nreplicas: 2\n" + environmentFile + `sync:
  prune: false
  windows: [{kind: deny, schedule: "0 18 * * 5", duration: 14h, manual: true}]
`,
		"apps/shop/app.yaml": `team: sales
scratch: 16Mi
settings: {GREETING: hello}
secrets: [database]
callers: [cart]
egress: [{cidr: 198.51.100.0/24}]
path: /shop
slo: {availability: 99.9}
canary: {}
`,
		"apps/cart/app.yaml":  "team: sales\npublic: false\nport: 9000\n",
		"apps/other/app.yaml": "team: others\ncommand: [serve]\n",
	}
	for _, app := range []string{"shop", "cart", "other"} {
		files["apps/"+app+"/versions.yaml"] = versions(app)
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func versions(app string) string {
	image := "registry.example.com/" + app + ":1.0" + digest
	return fmt.Sprintf("development: %s\nproduction: %s\n", image, image)
}

// build makes the first fleet of some inputs, as the program does.
func build(t testing.TB, fsys fstest.MapFS) policy.Fleet {
	t.Helper()
	sources, err := config.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	decoded, problems := sources.Decode()
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	resolved, problems := plan.Resolve(decoded)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	fleet := policy.Fleet{Plan: resolved.Fleets[0]}
	held, taken := argocd.NewHeld(), aws.Taken{}
	for _, c := range fleet.Plan.Clusters {
		fleet.Clusters = append(fleet.Clusters, buildCluster(t, c, taken, held))
	}
	held.Add(argocd.PlatformProject, argocd.Build(fleet.Plan, held)...)
	for i := range fleet.Clusters {
		if fleet.Clusters[i].Plan == fleet.Plan.Hub {
			fleet.Clusters[i].Entries = append(fleet.Clusters[i].Entries, argocd.Build(fleet.Plan, held)...)
		}
	}
	return fleet
}

func buildCluster(t testing.TB, c *plan.Cluster, taken aws.Taken, held *argocd.Held) policy.Cluster {
	t.Helper()
	installed, platform := buildPlatform(t, c, held)
	var apps []manifest.Entry
	for _, n := range c.Namespaces {
		platform = append(platform, manifest.Place(n.Dir(), namespace.Build(n)...)...)
		var own []manifest.Entry
		for _, w := range n.Workloads {
			own = append(own, manifest.Place(w.Dir(), workload.Build(w)...)...)
		}
		held.Add(n.Environment.Name, own...)
		apps = append(apps, own...)
	}
	if len(c.Namespaces) > 0 {
		platform = append(platform, argocd.Namespaces(c, nil)...)
	}
	platform = append(platform, argocd.AWS(c, installed)...)
	platform = append(platform, aws.Build(c, installed, slices.Concat(apps, platform), taken)...)
	held.Add(argocd.PlatformProject, platform...)
	return policy.Cluster{Plan: c, Entries: append(apps, platform...), Installed: installed}
}

func buildPlatform(t testing.TB, c *plan.Cluster, held *argocd.Held) ([]component.Installed, []manifest.Entry) {
	t.Helper()
	installed, problems := component.Install(c, []component.Component{scanner, controllers, keeper})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	entries := namespace.Platform(c, installed)
	for _, i := range installed {
		built, err := argocd.Component(c, i)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, built...)
		held.AddPinned(c, i)
	}
	return installed, entries
}

// decoder knows every kind of the fleet.
func decoder(t testing.TB) manifest.Decoder {
	t.Helper()
	s, err := scheme()
	if err != nil {
		t.Fatal(err)
	}
	return manifest.Decoder{Scheme: s}
}

var scheme = sync.OnceValues(func() (*runtime.Scheme, error) {
	return manifest.NewScheme(argocd.AddToScheme, externalsecrets.AddToScheme, linkerd.AddToScheme, servers.AddToScheme,
		rollouts.AddToScheme, envoygateway.AddToScheme, addRoutes, cloudwatchlogs.AddToScheme, ecr.AddToScheme, route53.AddToScheme,
		s3.AddToScheme, secretsmanager.AddToScheme)
})

// addRoutes registers the kinds of the Gateway API that the mesh reads.
func addRoutes(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(gatewayv1.SchemeGroupVersion, &gatewayv1.HTTPRoute{}, &gatewayv1.GRPCRoute{})
	return nil
}
