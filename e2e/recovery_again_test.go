package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// bootstrapsAgain types it where everything is up: no object is made anew, no pod of Argo CD starts again, and all is as before.
func (w *world) bootstrapsAgain(t *testing.T, p *person, apps *argocd.Applications) {
	step(t, "certificates of all hosts", 2*time.Minute, func(ctx context.Context) error { return eventually(ctx, w.certificates) })
	uids, err := w.tracked(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pods, err := w.podsOf(t.Context(), argocd.Namespace)
	if err != nil {
		t.Fatal(err)
	}
	before, err := w.objects(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	count := w.applied()
	step(t, "`"+bootstrapCommand+"` on a cluster that is up", 4*time.Minute, func(ctx context.Context) error {
		_, err := p.types(ctx, bootstrapCommand)
		return err
	})
	n, err := count()
	if err != nil {
		t.Fatal(err)
	}
	after, err := w.objects(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for id, text := range after {
		if old, there := before[id]; there && old != text {
			changed++
		}
	}
	record.Row("`make bootstrap` on a cluster that is up", []string{"objects applied", "objects other than before at its end"}, n, changed)
	start := time.Now()
	step(t, "all Applications are Synced and Healthy as before", 4*time.Minute, func(ctx context.Context) error {
		if err := apps.Compare(ctx, "root", clusterName+"-argo-cd"); err != nil {
			return err
		}
		return eventually(ctx, func(ctx context.Context) error { return w.asBefore(ctx, apps, uids, pods) })
	})
	record.Row("Recovery", []string{"from → to", "seconds"}, "`make bootstrap` typed again where all is up → all Synced and Healthy",
		seconds(time.Since(start)))
}

func (w *world) asBefore(ctx context.Context, apps *argocd.Applications, uids map[string]types.UID, pods map[string]string) error {
	for _, app := range apps.All() {
		if !app.Fine() {
			return fmt.Errorf("%s: %s %s %s", app.Name, app.Status.Sync.Status, app.Status.Health.Status, app.Says())
		}
	}
	now, err := w.tracked(ctx)
	if err != nil {
		return err
	}
	maps.DeleteFunc(now, func(id string, _ types.UID) bool { return uids[id] == "" })
	if diff := cmp.Diff(uids, now); diff != "" {
		return fmt.Errorf("objects were made anew (-before +now):\n%s", diff)
	}
	running, err := w.podsOf(ctx, argocd.Namespace)
	if diff := cmp.Diff(pods, running); diff != "" {
		err = errors.Join(err, fmt.Errorf("pods of Argo CD (-before +now):\n%s", diff))
	}
	return err
}

// tracked are the UIDs of all objects that Argo CD tracks, but for hooks, which each sync makes anew.
func (w *world) tracked(ctx context.Context) (map[string]types.UID, error) {
	all := map[string]types.UID{}
	err := w.each(ctx, func(id string, object *unstructured.Unstructured) {
		annotations := object.GetAnnotations()
		if annotations["argocd.argoproj.io/tracking-id"] != "" && annotations["helm.sh/hook"] == "" {
			all[id] = object.GetUID()
		}
	})
	return all, err
}

// podsOf are the pods of a namespace that go on running, each with its restarts.
func (w *world) podsOf(ctx context.Context, namespace string) (map[string]string, error) {
	pods, err := w.cluster.Admin.Kubernetes.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, pod := range pods.Items {
		if owner := metav1.GetControllerOf(&pod); owner != nil && owner.Kind == "Job" {
			continue
		}
		restarts := int32(0)
		for _, c := range pod.Status.ContainerStatuses {
			restarts += c.RestartCount
		}
		all[pod.Name] = fmt.Sprintf("%s, %d restarts", pod.UID, restarts)
	}
	return all, nil
}

// digests sees that every pod of the app has the image that the clone says for its environment.
func (w *world) digests(ctx context.Context, p *person) error {
	for _, environment := range environments {
		want, err := imageIn(filepath.Join(p.clone, "rendered", fleet, clusterName, "apps", environment, app))
		if err != nil {
			return err
		}
		if err := w.runs(ctx, environment, want); err != nil {
			return err
		}
	}
	return nil
}

// imageIn is the image of the service in the rendered folder of an app.
func imageIn(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return "", err
	}
	image := regexp.MustCompile(`image: "?(` + regexp.QuoteMeta(serviceImage) + `[^"\s]*)`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if found := image.FindSubmatch(data); found != nil {
			return string(found[1]), nil
		}
	}
	return "", fmt.Errorf("%s has no image of %s", dir, serviceImage)
}
