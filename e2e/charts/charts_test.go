package charts_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/e2e/charts"
	"github.com/example/fastapi-gitops/e2e/tools"
	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

const (
	cluster  = "../../rendered/single-cluster/hello"
	argoCDv3 = "github.com/argoproj/argo-cd/v3"
	argoCDv2 = "github.com/argoproj/argo-cd/v2"
)

// crds are those without which what the tree holds is refused, by chart.
var crds = map[string][]string{
	"ack-chart": {
		"buckets.s3.services.k8s.aws", "loggroups.cloudwatchlogs.services.k8s.aws", "recordsets.route53.services.k8s.aws",
		"repositories.ecr.services.k8s.aws", "secrets.secretsmanager.services.k8s.aws",
	},
	"argo-cd": {"applications.argoproj.io", "applicationsets.argoproj.io", "appprojects.argoproj.io"},
	"argo-rollouts": {
		"analysisruns.argoproj.io", "analysistemplates.argoproj.io", "clusteranalysistemplates.argoproj.io",
		"experiments.argoproj.io", "rollouts.argoproj.io",
	},
	"cert-manager": {
		"certificaterequests.cert-manager.io", "certificates.cert-manager.io", "challenges.acme.cert-manager.io",
		"clusterissuers.cert-manager.io", "issuers.cert-manager.io", "orders.acme.cert-manager.io",
	},
	"external-secrets": {
		"ecrauthorizationtokens.generators.external-secrets.io", "passwords.generators.external-secrets.io",
		"externalsecrets.external-secrets.io", "secretstores.external-secrets.io",
	},
	"linkerd-crds": {
		"authorizationpolicies.policy.linkerd.io", "meshtlsauthentications.policy.linkerd.io",
		"networkauthentications.policy.linkerd.io", "servers.policy.linkerd.io",
	},
	"prometheus-operator-crds": {
		"alertmanagerconfigs.monitoring.coreos.com", "alertmanagers.monitoring.coreos.com", "podmonitors.monitoring.coreos.com",
		"probes.monitoring.coreos.com", "prometheusagents.monitoring.coreos.com", "prometheuses.monitoring.coreos.com",
		"prometheusrules.monitoring.coreos.com", "scrapeconfigs.monitoring.coreos.com", "servicemonitors.monitoring.coreos.com",
		"thanosrulers.monitoring.coreos.com",
	},
	"trust-manager": {"bundles.trust.cert-manager.io"},
	"velero": {
		"backupstoragelocations.velero.io", "schedules.velero.io", "volumesnapshotlocations.velero.io",
	},
}

// TestRendered renders each chart of the committed tree with the values that it has there.
func TestRendered(t *testing.T) {
	programs, err := tools.Ensure(t.Context(), tools.Helm)
	if err != nil {
		t.Fatal(err)
	}
	releases, err := charts.Releases(os.DirFS(cluster))
	if err != nil {
		t.Fatal(err)
	}
	for _, argoCD := range []string{argoCDv3, argoCDv2} {
		packaged := packages(t, argoCD)
		for i, release := range releases {
			if argoCD == argoCDv2 && release.Chart != "argo-cd" {
				continue // no other differs
			}
			t.Run(release.Chart+" of "+argoCD, func(t *testing.T) {
				rendered, err := release.Render(t.Context(), programs["helm"], "v1.35.4", packaged[i].Archive)
				if err != nil {
					t.Fatal(err)
				}
				objects, err := charts.Objects(rendered)
				if err != nil {
					t.Fatal(err)
				}
				check(t, release, objects)
			})
		}
	}
}

func check(t *testing.T, release charts.Release, objects []*unstructured.Unstructured) {
	project, err := os.ReadFile(cluster + "/bootstrap/appproject-platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	admitted, err := charts.Admitted(project)
	if err != nil {
		t.Fatal(err)
	}
	if outside := charts.Outside(objects, admitted); len(outside) > 0 {
		t.Errorf("kinds that the AppProject refuses: %v", outside)
	}
	names := map[string]bool{}
	for _, o := range objects {
		id := o.GetKind() + " " + o.GetName()
		if at := id + " in " + o.GetNamespace(); names[at] {
			t.Errorf("%s: twice", at)
		} else {
			names[at] = true
		}
		names[id] = true
		if err := strict(o); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, name := range crds[release.Chart] {
		if !names["CustomResourceDefinition "+name] {
			t.Errorf("no CustomResourceDefinition %s", name)
		}
	}
	for id := range names {
		if strings.HasPrefix(id, "CustomResourceDefinition cluster") && release.Chart == "external-secrets" {
			t.Errorf("%s: the values turn it off", id)
		}
	}
}

// strict finds fields that Kubernetes' own kinds do not have, which the API server drops or refuses.
func strict(o *unstructured.Unstructured) error {
	if !scheme.Scheme.Recognizes(o.GroupVersionKind()) {
		return nil
	}
	raw, err := o.MarshalJSON()
	if err != nil {
		return err
	}
	codecs := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict)
	_, _, err = codecs.UniversalDeserializer().Decode(raw, nil, nil)
	return err
}

func packages(t *testing.T, argoCD string) []charts.Chart {
	t.Helper()
	module := func(path string) (string, error) { return tools.Module(t.Context(), path) }
	packaged, err := charts.For(os.DirFS(cluster), argoCD, module)
	if err != nil {
		t.Fatal(err)
	}
	return packaged
}

// TestFor reads the archives: each says that it is what the tree asks for.
func TestFor(t *testing.T) {
	releases, err := charts.Releases(os.DirFS(cluster))
	if err != nil {
		t.Fatal(err)
	}
	type identity struct{ Repository, Name, Version string }
	var want, got, described []identity
	for _, r := range releases {
		want = append(want, identity{r.Repository, r.Chart, r.Version})
	}
	for _, c := range packages(t, argoCDv3) {
		got = append(got, identity{c.Repository, c.Name, c.Version})
		inside := identity{Repository: c.Repository}
		if err := yaml.Unmarshal(files(t, c.Archive)[c.Name+"/Chart.yaml"], &inside); err != nil {
			t.Fatal(err)
		}
		described = append(described, inside)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("charts (-tree +packaged):\n%s", diff)
	}
	if diff := cmp.Diff(want, described); diff != "" {
		t.Errorf("Chart.yaml (-tree +packaged):\n%s", diff)
	}
}

func files(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	reader := tar.NewReader(unzipped)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if found[header.Name], err = io.ReadAll(reader); err != nil {
			t.Fatal(err)
		}
	}
}

func TestForUnknown(t *testing.T) {
	tree := fstest.MapFS{"platform/other/application.yaml": {Data: []byte(
		"spec: {sources: [{chart: other, repoURL: https://charts.example.com, targetRevision: 1.0.0}]}")}}
	none := func(string) (string, error) { return "", errors.ErrUnsupported }
	_, err := charts.For(tree, argoCDv3, none)
	if want := "chart other of https://charts.example.com: no stand-in is known"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, err := charts.For(fstest.MapFS{}, argoCDv3, none); err == nil {
		t.Error("a tree without charts is no error")
	}
	if _, err := charts.For(os.DirFS(cluster), argoCDv3, none); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v, want the error of the modules", err)
	}
}

func TestBuildTwice(t *testing.T) {
	source := charts.Source{Name: "a", Version: "1.0.0", AppVersion: "v1", Files: map[string][]byte{"b": []byte("1"), "a": nil}}
	first, err := charts.Build(source)
	if err != nil {
		t.Fatal(err)
	}
	second, err := charts.Build(source)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("two archives of one source differ (%v)", err)
	}
}

func TestOutside(t *testing.T) {
	objects, err := charts.Objects([]byte("# a comment\n---\napiVersion: apps/v1\nkind: Deployment\n---\napiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Pod\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := charts.Outside(objects, []string{"Deployment.apps"}); !slices.Equal(got, []string{"Pod"}) {
		t.Errorf("outside: %v, want Pod", got)
	}
	if _, err := charts.Objects([]byte("kind: Pod\nkind: Pod\n")); err == nil {
		t.Error("a key twice is no error")
	}
}
