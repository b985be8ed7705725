package policy_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

func TestCheckFindsNothingInValidFleets(t *testing.T) {
	without := func(gone ...string) fstest.MapFS {
		fsys := inputs()
		maps.DeleteFunc(fsys, func(name string, _ *fstest.MapFile) bool {
			return slices.ContainsFunc(gone, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
		})
		return fsys
	}
	for name, fsys := range map[string]fstest.MapFS{
		"all":                    inputs(),
		"one app":                without("apps/cart", "apps/other"),
		"no app":                 without("apps/"),
		"one cluster":            without("clusters/world/second.yaml"),
		"an environment without": onlyIn(inputs(), "production"),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "one app" { // its caller is not deployed, and callers must be known
				fsys["apps/shop/app.yaml"] = &fstest.MapFile{Data: bytes.ReplaceAll(fsys["apps/shop/app.yaml"].Data, []byte("callers: [cart]\n"), nil)}
			}
			for _, finding := range policy.Check(build(t, fsys)) {
				t.Error(finding)
			}
		})
	}
}

// onlyIn deploys every app in one environment alone.
func onlyIn(fsys fstest.MapFS, environment string) fstest.MapFS {
	for name, file := range fsys {
		if strings.HasSuffix(name, "/versions.yaml") {
			_, image, _ := strings.Cut(string(file.Data), environment+": ")
			image, _, _ = strings.Cut(image, "\n")
			fsys[name] = &fstest.MapFile{Data: []byte(environment + ": " + image + "\n")}
		}
	}
	return fsys
}

// TestCheckLeavesRoomForPatches makes changes as a patch of an app may make them.
func TestCheckLeavesRoomForPatches(t *testing.T) {
	for name, changes := range map[string]map[string]string{
		"a variable from a secret": {"deployment-shop.yaml": `+{c}.env={"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"shop-database","key":"password"}}}`},
		"nodes of a kind": {"deployment-shop.yaml": `{p}.nodeSelector={"kubernetes.io/arch":"arm64"}
			{p}.tolerations=[{"key":"arm","operator":"Exists"}]`},
		"twice the memory":    {"deployment-shop.yaml": "{c}.resources.requests.memory=\"256Mi\"\n{c}.resources.limits.memory=\"256Mi\""},
		"larger requests":     {"ingress-shop.yaml": `metadata.annotations[nginx.ingress.kubernetes.io/proxy-body-size]="50m"`},
		"a longer shutdown":   {"deployment-shop.yaml": "{c}.lifecycle.preStop.sleep.seconds=20\n{p}.terminationGracePeriodSeconds=50"},
		"a probe over gRPC":   {"deployment-shop.yaml": "-{c}.livenessProbe.httpGet\n{c}.livenessProbe.grpc={\"port\":8000}"},
		"a slower autoscaler": {"horizontalpodautoscaler-shop.yaml": "spec.behavior.scaleDown.stabilizationWindowSeconds=900"},
		"a second host": {"ingress-shop.yaml": `+spec.tls[0].hosts="www.example.com"
			+spec.rules={"host":"www.example.com","http":{"paths":[{"path":"/","pathType":"Exact","backend":{"service":{"name":"shop","port":{"name":"http"}}}}]}}`},
		"a second port": {
			"deployment-shop.yaml":    `+{c}.ports={"name":"admin","containerPort":9001}`,
			"service-shop.yaml":       `+spec.ports={"name":"admin","port":9001,"targetPort":"admin"}`,
			"networkpolicy-shop.yaml": `+spec.ingress[1].ports={"port":9001,"protocol":"TCP"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			fleet := build(t, inputs())
			for file, change := range changes {
				fleet = with(t, fleet, "apps/development/shop/"+file, lengthen.Replace(change))
			}
			for _, finding := range policy.Check(fleet) {
				t.Error(finding)
			}
		})
	}
}

func TestCheckSaysTheSameWhateverTheOrder(t *testing.T) {
	broken := with(t, build(t, inputs()), "apps/development/shop/service-shop.yaml", `spec.selector={}`)
	broken = with(t, broken, "apps/development/cart/deployment-cart.yaml", `-spec.template.spec.containers[0].livenessProbe`)
	broken = with(t, broken, "argocd/appproject-development.yaml", "")
	want := policy.Check(broken)
	if len(want) < 3 {
		t.Fatalf("%d findings, expected three at least", len(want))
	}
	for range 5 {
		slices.Reverse(broken.Clusters)
		for i := range broken.Clusters {
			slices.Reverse(broken.Clusters[i].Entries)
		}
		if diff := cmp.Diff(want, policy.Check(broken)); diff != "" {
			t.Fatalf("findings in another order (-first +now):\n%s", diff)
		}
	}
}

func TestCheckChangesNothing(t *testing.T) {
	fleet := build(t, inputs())
	before := encoded(t, fleet)
	policy.Check(fleet)
	if diff := cmp.Diff(before, encoded(t, fleet)); diff != "" {
		t.Errorf("objects changed (-before +after):\n%s", diff)
	}
}

func encoded(t *testing.T, fleet policy.Fleet) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, c := range fleet.Clusters {
		for _, entry := range c.Entries {
			data, err := manifest.Encode(entry.Object)
			if err != nil {
				t.Fatal(err)
			}
			files[entry.Path] = string(data)
		}
	}
	return files
}

func TestKindIsThatOfTheType(t *testing.T) {
	fleet := build(t, inputs())
	fleet.Clusters[0].Entries = slices.Clone(fleet.Clusters[0].Entries)
	for i, entry := range fleet.Clusters[0].Entries {
		if service, ok := entry.Object.(*corev1.Service); ok && strings.HasSuffix(entry.Path, "development/shop/service-shop.yaml") {
			changed := service.DeepCopy()
			changed.APIVersion, changed.Kind = "v2", "Servise"
			fleet.Clusters[0].Entries[i].Object = changed
		}
	}
	for _, want := range []string{"kind Servise/development/shop apiVersion", "kind Servise/development/shop kind"} {
		if got := names(policy.Check(fleet)); !slices.Contains(got, want) {
			t.Errorf("no finding %q among:\n%s", want, strings.Join(got, "\n"))
		}
	}
}

func TestDirectoriesAreThoseOfTheInputs(t *testing.T) {
	for dir, want := range map[string]string{
		"rendered/world/central/apps/development/shoq":      `no app "shoq" is deployed in development on central (directory)`,
		"rendered/world/central/apps/staging/shop":          `no app "shop" is deployed in staging on central (directory)`,
		"rendered/world/central/namespaces/staging":         `no environment "staging" is hosted by central, nor does a component run there (directory)`,
		"rendered/world/second/apps/production/shop":        `outside rendered/world/central, the directory of its cluster (directory)`,
		"rendered/world/central/apps/development/shop/more": `is deployed in development on central (directory)`,
	} {
		fleet := build(t, inputs())
		entries := fleet.Clusters[0].Entries
		object := &corev1.ConfigMap{}
		object.APIVersion, object.Kind, object.Name, object.Namespace = "v1", "ConfigMap", "settings", "development"
		fleet.Clusters[0].Entries = append(slices.Clone(entries), manifest.Place(dir, object)...)
		var all []string
		for _, f := range policy.Check(fleet) {
			all = append(all, f.String())
		}
		if text := strings.Join(all, "\n"); !strings.Contains(text, want) {
			t.Errorf("%s: no finding %q among:\n%s", dir, want, text)
		}
	}
}

func TestFindingsSayWhatWasMeant(t *testing.T) {
	fleet := build(t, inputs())
	for _, c := range []struct{ file, change, want string }{
		{"deployment-shop.yaml", `spec.template.spec.volumes[1].secret.secretName="shop-databse"`,
			`rendered/world/central/apps/development/shop/deployment-shop.yaml: spec.template.spec.volumes[1].secret.secretName: no Secret "shop-databse" in development (did you mean "shop-database"?) (reference)`},
		{"service-shop.yaml", `spec.selector[app.kubernetes.io/name]="cart"`,
			`rendered/world/central/apps/development/shop/service-shop.yaml: spec.selector[app.kubernetes.io/name]: "cart": expected "shop", or it selects what belongs to another app or to none (selector)`},
		{"networkpolicy-shop.yaml", `spec.ingress[0].ports[0].port=8001`,
			`rendered/world/central/apps/development/shop/networkpolicy-shop.yaml: spec.ingress[0].ports: no policy lets the ingress controller reach the pods on TCP 4143 (reachable)`},
		{"poddisruptionbudget-shop.yaml", ``,
			`rendered/world/central/apps/development/shop/poddisruptionbudget-shop.yaml: missing: every app needs one (complete)`},
		{"horizontalpodautoscaler-shop.yaml", `spec.maxReplicas=30`,
			`rendered/world/central/apps/development/shop/horizontalpodautoscaler-shop.yaml: spec.maxReplicas: 30: expected 3, which replicas.max of apps/shop/app.yaml resolves to: change it there (input)`},
	} {
		findings := policy.Check(with(t, fleet, "apps/development/shop/"+c.file, c.change))
		if !slices.ContainsFunc(findings, func(f policy.Finding) bool { return f.String() == c.want }) {
			t.Errorf("%s: no finding %q among %v", c.file, c.want, findings)
		}
	}
}

func TestCredentialsInConfigMaps(t *testing.T) {
	for _, c := range []struct {
		name, value string
		bad         bool
	}{
		{"greeting", "hello", false},
		{"DATABASE_PASSWORD", "hunter2", true},
		{"dbPassword", "hunter2", true},
		{"PASSWORD_FILE", "/etc/secrets/database/password", false},
		{"TOKEN_URL", "https://login.example.com/token", false},
		{"MAX_TOKENS", "100", false},
		{"TOKENIZERS_PARALLELISM", "false", false},
		{"url", "postgres://user:secret@db.example.com/shop", true},
		{"url", "postgres://user@db.example.com/shop", false},
		{"key", "AKIAIOSFODNN7EXAMPLE", true},
		{"key", "-----BEGIN PRIVATE KEY-----\nMII", true},
		{"cert", "-----BEGIN CERTIFICATE-----\nMII", false},
		{"session", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", true},
	} {
		fleet := build(t, inputs())
		object := &corev1.ConfigMap{Data: map[string]string{c.name: c.value}}
		object.APIVersion, object.Kind, object.Name, object.Namespace = "v1", "ConfigMap", "settings", "development"
		fleet.Clusters[0].Entries = append(slices.Clone(fleet.Clusters[0].Entries), manifest.Place("rendered/world/central/apps/development/shop", object)...)
		found := slices.ContainsFunc(policy.Check(fleet), func(f policy.Finding) bool { return f.Rule == "credential" && f.Field == "data."+c.name })
		if found != c.bad {
			t.Errorf("%s: %s: found %t, expected %t", c.name, c.value, found, c.bad)
		}
	}
}

func TestAPolicyThatCannotBeReadIsAFinding(t *testing.T) {
	fleet := with(t, build(t, inputs()), "apps/development/shop/networkpolicy-shop.yaml", `spec.egress[0].to[0].ipBlock.cidr="everywhere"`)
	got := names(policy.Check(fleet))
	if want := "open-policy NetworkPolicy/development/shop spec.egress[0].to[0]"; !slices.Contains(got, want) {
		t.Errorf("no finding %q among %q", want, got)
	}
}
