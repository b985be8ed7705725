package e2e

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/metadata"
	"sigs.k8s.io/yaml"
)

// state is what there is of the load at a time.
type state struct {
	objects   map[string]types.UID             // by kind and name, as the tree names their files
	versions  map[string][2]string             // of Deployments: generation, and revision of its ReplicaSet
	pods      map[types.UID]string             // of the load, but those that are about to go
	elsewhere map[types.UID]string             // all other pods that run, but those of the service, which an autoscaler scales
	tracked   map[string]types.UID             // all that Argo CD has applied on the cluster
	history   map[string][]argocd.Synchronized // of its Applications
	log       *audit                           // of the API server from then on
}

// ready waits until each app has its one pod, and says what there is.
func (l *load) ready(ctx context.Context) (s state, err error) {
	err = eventually(ctx, func(ctx context.Context) error {
		if s, err = l.state(ctx); err != nil {
			return err
		}
		if len(s.pods) != len(l.names) {
			return fmt.Errorf("%d pods of %d apps", len(s.pods), len(l.names))
		}
		return nil
	})
	if err == nil {
		s.tracked, err = l.tracked(ctx)
	}
	return s, err
}

func (l *load) state(ctx context.Context) (state, error) {
	s := state{objects: map[string]types.UID{}, versions: map[string][2]string{}, pods: map[types.UID]string{}, elsewhere: map[types.UID]string{},
		history: map[string][]argocd.Synchronized{}}
	var err error
	if s.log, err = l.audited(); err != nil {
		return s, err
	}
	for _, app := range l.apps.All() {
		if strings.HasPrefix(app.Name, application(loadPrefix)) {
			s.history[app.Name] = app.Status.History
		}
	}
	client, err := metadata.NewForConfig(l.cluster.Admin.Rest)
	if err != nil {
		return s, err
	}
	kinds, err := appKinds()
	if err != nil {
		return s, err
	}
	for _, kind := range kinds {
		if err := l.list(ctx, client, kind, &s); err != nil {
			return s, err
		}
	}
	return s, l.podsOf(ctx, &s)
}

// appKinds are those that an app may have: what its AppProject lets it.
func appKinds() ([]schema.GroupKind, error) {
	file, err := os.ReadFile(filepath.Join(rendered, "argocd", "appproject-"+loadEnvironment+".yaml"))
	if err != nil {
		return nil, err
	}
	var project struct {
		Spec struct {
			NamespaceResourceWhitelist []schema.GroupKind `json:"namespaceResourceWhitelist"`
		}
	}
	err = yaml.Unmarshal(file, &project)
	return project.Spec.NamespaceResourceWhitelist, err
}

// list adds what the load has of a kind.
func (l *load) list(ctx context.Context, client metadata.Interface, kind schema.GroupKind, s *state) error {
	mapping, err := l.cluster.Admin.Mapper.RESTMapping(kind)
	if err != nil {
		return err
	}
	list, err := client.Resource(mapping.Resource).Namespace(loadEnvironment).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, o := range list.Items {
		if !strings.HasPrefix(o.Name, loadPrefix) {
			continue
		}
		s.objects[strings.ToLower(kind.Kind)+"-"+o.Name] = o.UID
		if kind.Kind == "Deployment" {
			s.versions[o.Name] = [2]string{fmt.Sprint(o.Generation), o.Annotations["deployment.kubernetes.io/revision"]}
		}
	}
	return nil
}

func (l *load) podsOf(ctx context.Context, s *state) error {
	pods, err := l.cluster.Admin.Kubernetes.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, pod := range pods.Items {
		switch {
		case pod.DeletionTimestamp != nil || pod.Status.Phase == corev1.PodSucceeded: // a Job's goes with it, in its time
		case pod.Namespace == loadEnvironment && strings.HasPrefix(pod.Name, loadPrefix):
			s.pods[pod.UID] = pod.Name
		case !strings.HasPrefix(pod.Name, "fastapi-hello-"):
			s.elsewhere[pod.UID] = pod.Namespace + "/" + pod.Name
		}
	}
	return nil
}

// proves that a change lost nothing and did nothing twice to harm: all objects of the tree are there, and are those from before; each
// Deployment was changed once, and has one new pod; no other pod went; no commit came after a newer one; nothing was deleted.
func (l *load) proves(t *testing.T, name string, took timing, before state) {
	ctx, cancel := l.within(t)
	defer cancel()
	after, err := l.ready(ctx)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "an app's object", before.objects, after.objects)
	same(t, "tracked object", before.tracked, after.tracked)
	l.asTree(t, after)
	for app, was := range before.versions {
		if is := after.versions[app]; is != [2]string{next(was[0]), next(was[1])} {
			t.Errorf("deployment %s: generation and revision %v after %v, want one more each", app, is, was)
		}
	}
	for uid, pod := range before.elsewhere {
		if after.elsewhere[uid] == "" {
			t.Errorf("pod %s went", pod)
		}
	}
	again, drift := l.inOrder(t, took.revision, before, after)
	tally, err := l.tallied(before.log)
	if err != nil {
		t.Fatal(err)
	}
	if len(tally.deleted) > 0 {
		t.Errorf("argo CD deleted %v", tally.deleted)
	}
	if tally.pods > len(l.names) {
		t.Errorf("%d pods were made for %d apps", tally.pods, len(l.names))
	}
	record.Row(fmt.Sprint("A change of ", *atOnce, " apps at once"), []string{
		"fails meanwhile", "apps that had it then", "being synced then", "seconds until the next had it", "from push to all healthy", "to every other Application fine, too",
		"objects lost or made again", "syncs done again", "brought as drift", "Deployments applied again", "pods made",
	}, name, took.had, took.running, seconds(took.next), seconds(took.all), seconds(took.fine),
		differences(before.objects, after.objects)+differences(before.tracked, after.tracked), again, drift, tally.again(), tally.pods)
}

func next(number string) string {
	var n int
	_, _ = fmt.Sscan(number, &n) // 0 if it is none
	return fmt.Sprint(n + 1)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f", d.Seconds()) }

func differences(before, after map[string]types.UID) (n int) {
	for name, uid := range before {
		if after[name] != uid {
			n++
		}
	}
	return n
}

func same(t *testing.T, what string, before, after map[string]types.UID) {
	t.Helper()
	for name, uid := range before {
		if after[name] != uid {
			t.Errorf("%s: %s was %s, is %q", what, name, uid, after[name])
		}
	}
}

// asTree sees that the cluster has what the clone has, file by file.
func (l *load) asTree(t *testing.T, s state) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(l.someone.clone, strings.TrimPrefix(rendered, "../"), "apps", loadEnvironment, loadPrefix+"*", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, file := range files {
		want = append(want, strings.TrimSuffix(filepath.Base(file), ".yaml"))
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(s.objects)); !slices.Equal(got, want) {
		t.Errorf("the cluster has %d objects, the tree %d", len(got), len(want))
	}
}

// inOrder sees that since then each app was synced to the one commit alone. It returns how many syncs were more than one, and how
// many apps were brought there as by drift, which leaves no history: Argo CD takes a commit that comes after a comparison that failed
// for one without changes (docs/decisions/012-faults.md).
func (l *load) inOrder(t *testing.T, revision string, before, after state) (again, drift int) {
	for app, history := range after.history {
		since := since(history, before.history[app])
		for _, s := range since {
			if s.Revision != revision {
				t.Errorf("%s was synced to %s while %s came", app, s.Revision, revision)
			}
		}
		if last := l.apps.Get(app).Status.OperationState.SyncResult.Revision; last != revision {
			t.Errorf("%s was last synced to %s, want %s", app, last, revision)
		}
		if len(since) == 0 {
			drift++
		}
		again += max(0, len(since)-1)
	}
	return again, drift
}

// since are the syncs of a history that came after another one, of which it may have lost the oldest.
func since(history, before []argocd.Synchronized) []argocd.Synchronized {
	return slices.DeleteFunc(slices.Clone(history), func(s argocd.Synchronized) bool {
		return slices.ContainsFunc(before, func(old argocd.Synchronized) bool { return old.ID == s.ID })
	})
}
