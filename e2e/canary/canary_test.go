package canary_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/example/fastapi-gitops/e2e/canary"
	"github.com/example/fastapi-gitops/e2e/network"
)

// TestCanary has the real Argo Rollouts take the app of the tree over from a Deployment, bring out a version that is sound, give the
// app back, and take back a version that is not.
func TestCanary(t *testing.T) {
	b := newBench(t)
	b.install("argo-rollouts")
	b.namespace()
	defer func() {
		if t.Failed() {
			b.explain()
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	m := b.begin(ctx)
	for _, part := range []struct {
		name string
		do   func(context.Context)
	}{
		{"from plain to canary", m.becomesCanary},
		{"the first version keeps the Deployment down", m.staysAway},
		{"a sound version is promoted", m.promotes},
		{"from canary to plain", m.becomesPlain},
		{"from plain to canary again", m.becomesCanary},
		{"a faulty version is taken back", m.takesBack},
	} {
		began := time.Now()
		part.do(ctx)
		t.Logf("%s: %v", part.name, time.Since(began).Round(100*time.Millisecond))
	}
	if refused := b.refused("system:serviceaccount:argo-rollouts:argo-rollouts"); len(refused) > 0 {
		t.Errorf("the API server refused the controller:\n%s", strings.Join(refused, "\n"))
	}
}

// begin brings the app up without a canary, and has people ask it.
func (b *bench) begin(ctx context.Context) move {
	var err error
	m := move{bench: b}
	m.pods, err = watchPods(ctx, b.Admin.Kubernetes, "production")
	b.check(err)
	m.shop, err = canary.Watch(ctx, b.Admin.Dynamic, "production", "fastapi-hello")
	b.check(err)
	b.sync(b.plain())
	b.check(m.pods.until(ctx, ofDeployment, least))
	m.load = canary.Send(ctx, "http://fastapi-hello.production.svc.cluster.local/", 20)
	m.pods.fewestReady()
	return m
}

func (m move) promotes(ctx context.Context) {
	m.Helper()
	m.shop.Weights()
	m.version("2", "sound")
	m.check(m.shop.Until(ctx, "a version comes", func(s canary.State) bool { return s.Latest != s.Stable }))
	m.check(m.shop.Steps(ctx))
	if got, want := m.shop.Weights(), []int64{0, 10, 25, 50, 100, 0}; !slices.Equal(got, want) {
		m.Errorf("weights %v, want %v", got, want)
	}
	m.unharmed("a sound version")
}

func (m move) takesBack(ctx context.Context) {
	m.Helper()
	m.shop.Weights()
	stable := m.shop.State().Stable
	m.version("3", faulty)
	m.check(m.shop.Until(ctx, "is taken back", func(s canary.State) bool {
		return s.Aborted && s.Phase == "Degraded" && s.Weight == 0 && !s.InProgress && s.Stable == stable
	}))
	if got, want := m.shop.Weights(), []int64{0, 10, 0}; !slices.Equal(got, want) {
		m.Errorf("weights %v, want %v", got, want)
	}
	if s := m.shop.State(); s.Analysis != "Failed" {
		m.Errorf("analysis %s, want Failed", s.Analysis)
	}
	answers := m.load.Answers()
	if share := float64(answers[http.StatusInternalServerError]) / float64(answers[http.StatusOK]); share == 0 || share > 0.5 {
		m.Errorf("answers while a faulty version came: %v, want about a tenth of 500s", answers)
	}
}

// namespace is where the app is, with its secret.
func (b *bench) namespace() {
	for _, object := range []string{
		`{apiVersion: v1, kind: Namespace, metadata: {name: production}}`,
		`{apiVersion: v1, kind: Secret, metadata: {name: fastapi-hello-api-token, namespace: production}, stringData: {token: token}}`,
	} {
		b.apply([]byte(object))
	}
}

// version commits another version: the greeting and the tag of the image.
func (b *bench) version(greeting, tag string) {
	patch, err := json.Marshal([]map[string]any{
		{"op": "replace", "path": "/spec/template/spec/containers/0/env/0/value", "value": greeting},
		{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": registry + ":" + tag},
	})
	b.check(err)
	_, err = b.Admin.Kubernetes.AppsV1().Deployments("production").
		Patch(b.Context(), "fastapi-hello", types.JSONPatchType, patch, metav1.PatchOptions{})
	b.check(err)
}

// refused are the requests of a user that were forbidden, but for the controller's look at its start whether there is Istio.
func (b *bench) refused(user string) []string {
	log, err := os.ReadFile(b.AuditLog())
	b.check(err)
	var all []string
	for line := range strings.Lines(string(log)) {
		var event struct {
			Verb, RequestURI string
			User             struct{ Username string }
			ResponseStatus   struct{ Code int }
		}
		b.check(json.Unmarshal([]byte(line), &event))
		if event.User.Username == user && event.ResponseStatus.Code == http.StatusForbidden && !strings.Contains(event.RequestURI, "istio") {
			all = append(all, event.Verb+" "+event.RequestURI)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// explain logs how pods are and what controllers said last.
func (b *bench) explain() {
	ctx := context.WithoutCancel(b.Context())
	pods, err := b.Admin.Kubernetes.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
	b.check(err)
	for _, p := range pods.Items {
		b.Logf("%s/%s: %s %+v\n%s", p.Namespace, p.Name, p.Status.Phase, p.Status.ContainerStatuses, b.kubelet.Tail(p.Namespace, p.Name, 5))
	}
	if answer, err := http.Get("http://" + netip.AddrPortFrom(network.Gateway, 9090).String() + "/api/v1/targets"); err == nil {
		defer answer.Body.Close()
		var targets struct {
			Data struct {
				ActiveTargets []struct {
					Labels            map[string]string
					Health, LastError string
				}
			}
		}
		b.check(json.NewDecoder(answer.Body).Decode(&targets))
		b.Logf("Prometheus scrapes %v", targets.Data.ActiveTargets)
	}
	events, err := b.Admin.Kubernetes.CoreV1().Events("").List(ctx, metav1.ListOptions{FieldSelector: "type=Warning"})
	b.check(err)
	for _, e := range events.Items {
		b.Logf("%s %s/%s: %s", e.InvolvedObject.Kind, e.InvolvedObject.Namespace, e.InvolvedObject.Name, e.Message)
	}
}
