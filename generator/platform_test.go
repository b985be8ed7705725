package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/example/fastapi-gitops/generator/policy"
	"github.com/example/fastapi-gitops/platform"
)

// TestPlatformIsItsDirectories compares the list of components with platform/.
func TestPlatformIsItsDirectories(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(repository, "platform"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, c := range platform.Components {
		if listed[c.Name] {
			t.Errorf("%s is listed twice", c.Name)
		}
		listed[c.Name] = true
	}
	for _, entry := range entries {
		if entry.IsDir() && !listed[entry.Name()] {
			t.Errorf("platform/%s is not in platform.Components", entry.Name())
		}
		delete(listed, entry.Name())
	}
	for name := range listed {
		t.Errorf("%s has no directory platform/%s", name, name)
	}
}

// owners are the components that bring the kinds of an API group.
var owners = map[string]string{
	"cert-manager.io":                "cert-manager",
	"gateway.envoyproxy.io":          "envoy-gateway-crds",
	"gateway.networking.k8s.io":      "gateway-api",
	"linkerd.io":                     "linkerd-crds",
	"policy.linkerd.io":              "linkerd-crds",
	"trust.cert-manager.io":          "trust-manager",
	"external-secrets.io":            "external-secrets",
	"monitoring.coreos.com":          "prometheus-operator-crds",
	"generators.external-secrets.io": "external-secrets",
}

// TestComponentsComeAfterWhatTheyNeed looks at each component of each cluster.
func TestComponentsComeAfterWhatTheyNeed(t *testing.T) {
	seen := map[string]*component.Component{}
	for i := range platform.Components {
		c := &platform.Components[i]
		for _, need := range c.Needs {
			if seen[need] == nil {
				t.Errorf("%s needs %s, which is not in the list before it", c.Name, need)
			}
		}
		seen[c.Name] = c
	}
	for _, cluster := range everyCluster(t) {
		for _, i := range cluster.Installed {
			for _, group := range groupsOf(i) {
				owner := owners[group]
				if owner != "" && owner != i.Name && !needs(seen, i.Component, owner) {
					t.Errorf("%s has kinds of %s, and does not need %s", i.Name, group, owner)
				}
			}
		}
	}
}

// groupsOf are the API groups of what a component has.
func groupsOf(i component.Installed) []string {
	var groups []string
	for _, kind := range i.Installs {
		groups = append(groups, kind.Group)
	}
	for _, o := range i.Parts.Objects {
		groups = append(groups, o.GetObjectKind().GroupVersionKind().Group)
	}
	return groups
}

// needs says whether a component needs another, or one that does.
func needs(all map[string]*component.Component, c *component.Component, name string) bool {
	return slices.ContainsFunc(c.Needs, func(need string) bool { return need == name || all[need] != nil && needs(all, all[need], name) })
}

// TestComponentsSayWhatTheyAre checks what no object of the tree shows.
func TestComponentsSayWhatTheyAre(t *testing.T) {
	for _, c := range platform.Components {
		levels := []component.Level{component.Restricted, component.Baseline, component.Privileged}
		switch {
		case c.Namespace == "" && c.PodSecurity.Level != "":
			t.Errorf("%s has a Pod Security level and no namespace", c.Name)
		case c.Namespace != "" && !slices.Contains(levels, c.PodSecurity.Level):
			t.Errorf("%s: no Pod Security level %q", c.Name, c.PodSecurity.Level)
		case (c.PodSecurity.Reason != "") != slices.Contains(levels[1:], c.PodSecurity.Level):
			t.Errorf("%s: the level %s and the reason %q do not fit", c.Name, c.PodSecurity.Level, c.PodSecurity.Reason)
		case len(c.Chart)+len(c.Kustomization) > 0 != (len(c.Installs) > 0):
			t.Errorf("%s: expected a chart or directory and the kinds that it installs, or neither", c.Name)
		}
		for _, namespaced := range []bool{true, false} {
			var kinds []string
			for _, kind := range c.Installs {
				if kind.Namespaced == namespaced {
					kinds = append(kinds, kind.Kind+"."+kind.Group)
				}
			}
			if !slices.IsSorted(kinds) || len(slices.Compact(slices.Clone(kinds))) < len(kinds) {
				t.Errorf("%s: expected the kinds sorted, each once: %v", c.Name, kinds)
			}
		}
	}
}

// TestMeshKnowsItsPlatform: the mesh gives a proxy, and an identity to it, in the namespaces of plan.Cluster.Meshed alone.
func TestMeshKnowsItsPlatform(t *testing.T) {
	for _, cluster := range everyCluster(t) {
		known := append(cluster.Plan.Meshed(), plan.Mesh.Namespace)
		for _, i := range cluster.Installed {
			meshed := slices.ContainsFunc(i.Parts.Traffic, func(t component.Traffic) bool { return t.Meshed })
			if meshed && !slices.Contains(known, i.Namespace) {
				t.Errorf("%s has pods in the mesh, which does not know namespace %s: add it to meshedPlatform", i.Name, i.Namespace)
			}
		}
	}
}

// TestIdentitiesAreNarrow allows what only looks for everything, and all else for what it is for.
func TestIdentitiesAreNarrow(t *testing.T) {
	for _, cluster := range everyCluster(t) {
		for _, identity := range identities(cluster.Installed) {
			for _, statement := range identity.Statements {
				for _, action := range statement.Action {
					service, verb, _ := strings.Cut(action, ":")
					looks := slices.ContainsFunc([]string{"Describe", "Get", "List"}, func(prefix string) bool { return strings.HasPrefix(verb, prefix) })
					switch {
					case service == "" || verb == "" || strings.Contains(action, "*"):
						t.Errorf("%s/%s: %q: expected one action", identity.Namespace, identity.ServiceAccount, action)
					case slices.Contains(statement.Resource, "*") && !looks:
						t.Errorf("%s/%s: %s on every resource", identity.Namespace, identity.ServiceAccount, action)
					}
				}
			}
		}
	}
}

// TestNamespacesOfComponentsAreReserved names an environment like each of them.
func TestNamespacesOfComponentsAreReserved(t *testing.T) {
	for _, c := range platform.Components {
		for _, name := range c.Namespaces() {
			inputs := inputsOf(t)
			inputs["environments/"+name+".yaml"] = &fstest.MapFile{Data: inputs["environments/development.yaml"].Data}
			_, err := render(inputs, day)
			if want := "belongs to Kubernetes or the platform"; !strings.HasPrefix(name, "kube-") && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("an environment may be called %s like the namespace of %s (%v)", name, c.Name, err)
			}
		}
	}
}

// ofComponents are the packages of the generator that components may import: what a component is, and what it is made of.
var ofComponents = []string{"api", "component", "config", "grafana", "iam", "manifest", "namespace", "plan"}

// TestComponentsImport keeps them apart from the program, and from components that they do not need.
func TestComponentsImport(t *testing.T) {
	all := map[string]*component.Component{}
	for i := range platform.Components {
		all[platform.Components[i].Name] = &platform.Components[i]
	}
	files, err := fs.Glob(os.DirFS(repository), "platform/*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of components (%v)", err)
	}
	for _, file := range files {
		name := path.Base(path.Dir(file))
		for _, imported := range importsOf(t, filepath.Join(repository, file)) {
			if to, ours := strings.CutPrefix(imported, module); ours && !slices.Contains(ofComponents, packageOf(to+"/")) {
				t.Errorf("%s imports %s", file, imported)
			}
			other, ours := strings.CutPrefix(imported, path.Join(path.Dir(path.Clean(module)), "platform")+"/")
			owner, _, _ := strings.Cut(other, "/")
			if ours && owner != name && !needs(all, all[name], owner) {
				t.Errorf("%s imports %s, which %s does not need", file, imported, name)
			}
		}
	}
}

// everyCluster is each of the committed fleets.
func everyCluster(t *testing.T) []policy.Cluster {
	t.Helper()
	r, err := render(os.DirFS(repository), day)
	if err != nil {
		t.Fatal(err)
	}
	var all []policy.Cluster
	for _, fleet := range r.fleets {
		all = append(all, fleet.Clusters...)
	}
	return all
}
