package bootstrap

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/example/fastapi-gitops/generator/external"
	"github.com/example/fastapi-gitops/generator/plan"
	"github.com/google/go-cmp/cmp"
)

const (
	dir        = "rendered/one/hub/platform/argo-cd/"
	repository = `
metadata: {name: repository, namespace: argocd}
spec:
  dataFrom: [{extract: {key: argocd/one/repository}}]
  target:
    name: git
    template:
      data: {url: https://git.example.com/hello.git}
      metadata: {labels: {argocd.argoproj.io/secret-type: repository}}
`
	argocd = `
spec:
  sources:
  - {repoURL: registry.example.com/charts, chart: argo-cd, targetRevision: 1.2.3, helm: {releaseName: argo-cd, valuesObject: {a: 1}}}
  - {repoURL: https://git.example.com/hello.git, path: objects}
`
)

// of is the bootstrap of a hub whose tree is those files.
func of(files map[string]string) (Bootstrap, *bytes.Buffer) {
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[dir+name] = &fstest.MapFile{Data: []byte(text)}
	}
	fleet := &plan.Fleet{Name: "one", Account: "111122223333", Domain: "example.com"}
	fleet.Hub = &plan.Cluster{Fleet: fleet, Name: "hub", Region: "ap-south-1", Kubernetes: "1.35"}
	var out bytes.Buffer
	return Bootstrap{Hub: fleet.Hub, Tree: tree, Out: &out, Err: &out}, &out
}

func TestCredentials(t *testing.T) {
	b, _ := of(map[string]string{
		"objects/externalsecret-repository.yaml": repository,
		"objects/externalsecret-sso.yaml": "spec: {dataFrom: [{extract: {key: argocd/one/sso}}], " +
			"target: {template: {metadata: {labels: {app.kubernetes.io/part-of: argocd}}}}}",
		"objects/secretstore-aws.yaml": "kind: SecretStore",
	})
	there, steps, err := b.secrets()
	if err != nil || len(steps) != 1 || len(there) != 1 {
		t.Fatalf("%d steps, want that of the repository alone, and %d looks, want that at the other (%v)", len(steps), len(there), err)
	}
	const look = "aws secretsmanager describe-secret --secret-id=argocd/one/sso --region=ap-south-1 --query=Name --output=text"
	if there[0].String() != look {
		t.Errorf("%s, want %s", there[0], look)
	}
	for _, tt := range []struct {
		name, said string
		want       map[string]string // of the Secret; nil for an error
	}{
		{"user and password", `{"username":"git","password":"a\"b"}`, map[string]string{"username": "git", "password": `a"b`}},
		{"a number stays as it is", `{"githubAppID": 12345678901234567890}`, map[string]string{"githubAppID": "12345678901234567890"}},
		{"a key of several lines", `{"sshPrivateKey":"-----\nabc\n"}`, map[string]string{"sshPrivateKey": "-----\nabc\n"}},
		{"git says where the repository is", `{"url":"https://evil.example.com"}`, map[string]string{}},
		{"nothing", `{}`, map[string]string{}},
		{"no object", `hunter2`, nil},
		{"null", `null`, nil},
		{"a list", `["hunter2"]`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			manifest, err := steps[0].through([]byte(tt.said + "\n"))
			if tt.want == nil {
				if err == nil || strings.Contains(err.Error(), "hunter2") {
					t.Fatalf("error %v, want one that says nothing of the secret", err)
				}
				return
			}
			var got struct {
				Metadata struct{ Name, Namespace string }
				Data     map[string][]byte
			}
			if err := json.Unmarshal(manifest, &got); err != nil {
				t.Fatal(err)
			}
			data := map[string]string{}
			for key, value := range got.Data {
				data[key] = string(value)
			}
			tt.want["url"] = "https://git.example.com/hello.git"
			if diff := cmp.Diff(tt.want, data); diff != "" || got.Metadata.Name != "git" || got.Metadata.Namespace != "argocd" {
				t.Errorf("%+v (-want +got):\n%s", got.Metadata, diff)
			}
		})
	}
}

func TestMistakesInTheTree(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"not rendered", nil, dir + "application.yaml is not there: run make render"},
		{"no chart", map[string]string{"application.yaml": "spec: {sources: []}"}, dir + "application.yaml: no chart among its sources"},
		{"no YAML", map[string]string{"application.yaml": "{"}, dir + "application.yaml: converting YAML to JSON"},
		{"nothing to fetch", map[string]string{"objects/externalsecret-repository.yaml": strings.Replace(repository, "dataFrom", "data", 1)},
			dir + "objects/externalsecret-repository.yaml: spec.dataFrom: expected one"},
		{"no generator", map[string]string{"objects/externalsecret-repository.yaml": strings.Replace(repository,
			"{extract: {key: argocd/one/repository}}", "{sourceRef: {generatorRef: {name: charts}}}", 1)},
			dir + "objects/ecrauthorizationtoken-charts.yaml is not there: run make render"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, _ := of(tt.files)
			if err := b.Plan(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

// TestRunWithoutTools names what is missing before anything is done.
func TestRunWithoutTools(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	b, out := of(map[string]string{"application.yaml": argocd})
	err := b.Run(context.Background())
	if err == nil || !strings.Contains(err.Error(), "helm is not installed: see https://") || out.Len() > 0 {
		t.Errorf("%v, output %q", err, out)
	}
}

// TestRemedy is said of a step that fails, and not of one that a person interrupts.
func TestRemedy(t *testing.T) {
	b, _ := of(nil)
	s := step{to: external.New("false"), remedy: "mend it"}
	if err := b.do(t.Context(), s); err == nil || !strings.HasSuffix(err.Error(), "\nmend it") {
		t.Errorf("error %v, want one with the remedy", err)
	}
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.do(interrupted, s); err == nil || strings.Contains(err.Error(), "mend it") {
		t.Errorf("interrupted: error %v, want one without the remedy", err)
	}
}

func TestChartOfARegistry(t *testing.T) {
	b, _ := of(map[string]string{"application.yaml": argocd})
	s, err := b.install()
	if err != nil {
		t.Fatal(err)
	}
	const want = "helm template argo-cd oci://registry.example.com/charts/argo-cd --version=1.2.3 --namespace=argocd " +
		"--kube-version=1.35 --skip-tests --values=-"
	if s.from.String() != want || string(s.from.Input) != `{"a":1}` {
		t.Errorf("%s, reading %s; want %s", s.from, s.from.Input, want)
	}
}

// TestLogin tells the person how helm gets into a mirror, where it could need that.
func TestLogin(t *testing.T) {
	for charts, want := range map[string]string{
		"":                                  "",
		"https://charts.example.com/mirror": "",
		"oci://registry.example.com:5000/team/all": "if helm may not read the charts: helm registry login registry.example.com:5000",
	} {
		b := Bootstrap{Hub: &plan.Cluster{Fleet: &plan.Fleet{Charts: charts}}}
		if got := b.login(); got != want {
			t.Errorf("%q: %q, want %q", charts, got, want)
		}
	}
}
