package policy_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/argocd"
	"github.com/example/fastapi-gitops/generator/config"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/namespace"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/example/fastapi-gitops/generator/workload"
	"k8s.io/apimachinery/pkg/runtime"
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
	held := argocd.Kinds{}
	for _, c := range fleet.Plan.Clusters {
		fleet.Clusters = append(fleet.Clusters, policy.Cluster{Plan: c, Entries: buildCluster(c, held)})
	}
	held.Add(argocd.PlatformProject, argocd.Build(fleet.Plan, held)...)
	for i := range fleet.Clusters {
		if fleet.Clusters[i].Plan == fleet.Plan.Hub {
			fleet.Clusters[i].Entries = append(fleet.Clusters[i].Entries, argocd.Build(fleet.Plan, held)...)
		}
	}
	return fleet
}

func buildCluster(c *plan.Cluster, held argocd.Kinds) []manifest.Entry {
	var platform, apps []manifest.Entry
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
		platform = append(platform, argocd.Namespaces(c))
	}
	held.Add(argocd.PlatformProject, platform...)
	return append(apps, platform...)
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
	return manifest.NewScheme(argocd.AddToScheme, externalsecrets.AddToScheme)
})
