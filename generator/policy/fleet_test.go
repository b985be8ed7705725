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
	admissionv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"
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

// scanner stands for the components of the platform.
var scanner = component.Component{
	Name:        "scanner",
	Namespace:   "scanner",
	Chart:       []byte("{apiVersion: v2, name: scanner, version: 0.0.0, dependencies: [{name: scanner, version: 1.0.0, repository: https://charts.example.com}]}"),
	Installs:    component.Namespaced("Deployment.apps"),
	PodSecurity: component.PodSecurity{Level: component.Baseline, Reason: "it looks at the node"},
	For: func(c *plan.Cluster) component.Parts {
		return component.Parts{Values: map[string]int{"replicas": 2}, Objects: append(clusterWide(), ofScanner(c)...), Traffic: []component.Traffic{{
			From: []component.Connection{component.Connect(component.PodsOf(plan.Prometheus), 9000)},
			To: []component.Connection{
				component.Connect(component.APIServer(c), component.HTTPS), component.Connect(component.Internet(c), component.HTTPS),
			},
		}}}
	},
}

// controllers stand for those of AWS.
var controllers = component.Component{
	Name:        plan.ACK,
	Namespace:   plan.ACKNamespace,
	Chart:       []byte("{apiVersion: v2, name: ack, version: 0.0.0, dependencies: [{name: ack, version: 1.0.0, repository: https://charts.example.com}]}"),
	Installs:    component.Namespaced("Deployment.apps"),
	PodSecurity: component.PodSecurity{Level: component.Restricted},
	For:         func(*plan.Cluster) component.Parts { return component.Parts{Values: map[string]int{"replicas": 2}} },
}

// ofScanner are objects of its namespace: a secret, and the store that it comes from.
func ofScanner(c *plan.Cluster) []manifest.Object {
	secret := &externalsecrets.ExternalSecret{Spec: externalsecrets.ExternalSecretSpec{
		SecretStoreRef: externalsecrets.SecretStoreRef{Kind: "SecretStore", Name: plan.SecretStore},
		DataFrom:       []externalsecrets.DataFrom{{Extract: externalsecrets.Extract{Key: "scanner/world/token"}}},
	}}
	store := namespace.SecretStore(c, "scanner")
	secret.APIVersion, secret.Kind = "external-secrets.io/v1", "ExternalSecret"
	secret.Name, secret.Namespace = "scanner", "scanner"
	return append(append(store, secret, board(), lost(c)), reader()...)
}

// lost are two alerts.
func lost(c *plan.Cluster) manifest.Object {
	alert := component.Alert{
		Name: "ScannerDown", Severity: component.Page, For: "5m", Expr: component.Down("scanner", "scanner"),
		Summary: "the scanner is down", Description: "nothing is scanned",
	}
	failing := alert
	failing.Name, failing.Severity, failing.Expr = "ScannerFailing", component.Ticket, component.Failing("scanner", "scanner")
	return component.Alerts(c, "scanner", "scanner", alert, failing)
}

// reader lets the ServiceAccount of the scanner read that secret alone.
func reader() []manifest.Object {
	role := &rbacv1.Role{Rules: []rbacv1.PolicyRule{{
		APIGroups: []string{""}, Resources: []string{"secrets"}, ResourceNames: []string{"scanner"}, Verbs: []string{"get"},
	}}}
	binding := &rbacv1.RoleBinding{
		RoleRef:  rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "scanner"},
		Subjects: []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: "scanner", Name: "scanner"}},
	}
	role.APIVersion, role.Kind = "rbac.authorization.k8s.io/v1", "Role"
	binding.APIVersion, binding.Kind = role.APIVersion, "RoleBinding"
	role.Name, role.Namespace, binding.Name, binding.Namespace = "scanner", "scanner", "scanner", "scanner"
	return []manifest.Object{role, binding}
}

// clusterWide are objects without a namespace.
func clusterWide() []manifest.Object {
	policy := &admissionv1.ValidatingAdmissionPolicy{Spec: admissionv1.ValidatingAdmissionPolicySpec{
		FailurePolicy: ptr.To(admissionv1.Fail),
		MatchConstraints: &admissionv1.MatchResources{ResourceRules: []admissionv1.NamedRuleWithOperations{{
			RuleWithOperations: admissionv1.RuleWithOperations{
				Operations: []admissionv1.OperationType{admissionv1.Create},
				Rule:       admissionv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"pods"}},
			},
		}}},
		Validations: []admissionv1.Validation{{Expression: "false", Message: "no pods"}},
	}}
	binding := &admissionv1.ValidatingAdmissionPolicyBinding{Spec: admissionv1.ValidatingAdmissionPolicyBindingSpec{
		PolicyName: "no-pods", ValidationActions: []admissionv1.ValidationAction{admissionv1.Deny},
	}}
	policy.Name, binding.Name = "no-pods", "no-pods"
	policy.APIVersion, policy.Kind = "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"
	binding.APIVersion, binding.Kind = "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding"
	class := &storagev1.StorageClass{
		Provisioner:       "ebs.csi.aws.com",
		Parameters:        map[string]string{"encrypted": "true"},
		VolumeBindingMode: ptr.To(storagev1.VolumeBindingWaitForFirstConsumer),
	}
	class.APIVersion, class.Kind, class.Name = "storage.k8s.io/v1", "StorageClass", "fast"
	return []manifest.Object{policy, binding, class}
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
