package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	"github.com/example/fastapi-gitops/e2e/canary"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const app = "fastapi-hello"

// releases brings one digest through all environments, heard of by a webhook and found by polling, and takes it back everywhere.
func (d workday) releases(t *testing.T) {
	image := imageOf(laterVersion, "a")
	before, committed := map[string]string{}, ""
	step(t, "what runs before", time.Minute, func(ctx context.Context) (err error) {
		for _, environment := range environments {
			if before[environment], err = d.running(ctx, environment); err != nil {
				return err
			}
		}
		committed, err = d.git.Head(ctx)
		return err
	})
	for _, stage := range []struct {
		environment, by string
	}{
		{"development", "webhook"}, {"staging", "polling"}, {production, "webhook"},
	} {
		step(t, "the image comes to "+stage.environment+", by "+stage.by, 6*time.Minute, func(ctx context.Context) error {
			if stage.by == "polling" {
				d.server.Tell(nil)
				defer d.server.Tell(d.webhook)
			}
			p, err := d.pushes(ctx, "go run ./generator image "+app+"="+image+" --env "+stage.environment)
			if err != nil {
				return err
			}
			return d.released(ctx, p, stage.environment, stage.by, image, laterVersion)
		})
	}
	step(t, "one push takes the image back in all environments", 6*time.Minute, func(ctx context.Context) error {
		p, err := d.reverts(ctx, committed)
		if err != nil {
			return err
		}
		came := make(chan error)
		for _, environment := range environments { // at once, since production needs requests from the first on
			go func() { came <- d.released(ctx, p, environment, "webhook, taken back", before[environment], `!"}`) }() // after which the later version says its name
		}
		for range environments {
			err = errors.Join(err, <-came)
		}
		return err
	})
}

// released waits until every pod of an environment runs an image, in production step by step, and the service answers by it.
func (d workday) released(ctx context.Context, p pushed, environment, by, image, answer string) error {
	if environment == production {
		if err := d.comes(ctx); err != nil {
			return err
		}
	}
	if err := d.comesTo(ctx, applicationOf(environment, app), p); err != nil {
		return err
	}
	if err := d.runs(ctx, environment, image); err != nil {
		return err
	}
	_, digest, _ := strings.Cut(image, "@")
	record.Row("An image, until it is in every pod", []string{"environment", "heard of by", "seconds from push", "digest"},
		environment, by, p.seconds(), digest[:15]+"…")
	return d.says(ctx, environment, answer)
}

// running is the one image that all pods of the service have in an environment. That it has fewer ready pods than its autoscaler
// allows, or another image besides, is an error.
func (w *world) running(ctx context.Context, environment string) (string, error) {
	client := w.cluster.Admin.Kubernetes
	scaler, err := client.AutoscalingV2().HorizontalPodAutoscalers(environment).Get(ctx, app, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	pods, err := client.CoreV1().Pods(environment).List(ctx, metav1.ListOptions{LabelSelector: "app.kubernetes.io/name=" + app})
	if err != nil {
		return "", err
	}
	images, ready := map[string]bool{}, 0
	image := ""
	for _, pod := range pods.Items {
		image = pod.Spec.Containers[0].Image
		images[image] = true
		if isReady(&pod) {
			ready++
		}
	}
	if len(images) != 1 || ready != len(pods.Items) || ready < int(*scaler.Spec.MinReplicas) {
		return "", fmt.Errorf("%s: %d of %d pods are ready, of at least %d, with %v", environment, ready, len(pods.Items), *scaler.Spec.MinReplicas, images)
	}
	return image, nil
}

func isReady(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// stillborn brings a version to staging that ends at its start: people see that, nobody who asks does, and a revert heals.
func (d workday) stillborn(t *testing.T) {
	const environment = "staging"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	load := canary.Send(ctx, "http://"+app+"."+environment+".svc.cluster.local/", 5)
	name := applicationOf(environment, app)
	var broken pushed
	before, committed := "", ""
	step(t, "a version that ends at its start comes to staging, where it is Progressing", time.Minute, func(ctx context.Context) (err error) {
		if before, err = d.running(ctx, environment); err != nil {
			return err
		}
		if committed, err = d.git.Head(ctx); err != nil {
			return err
		}
		if broken, err = d.pushes(ctx, "go run ./generator image "+app+"="+imageOf(stillbornVersion, "b")+" --env "+environment); err != nil {
			return err
		}
		return d.seen(ctx, name, "Progressing", broken)
	})
	step(t, "it is Degraded when the Deployment's time is over", 7*time.Minute, func(ctx context.Context) error {
		return d.seen(ctx, name, "Degraded", broken)
	})
	step(t, "git revert heals it", 3*time.Minute, func(ctx context.Context) error {
		p, err := d.reverts(ctx, committed)
		if err == nil {
			err = d.comesTo(ctx, name, p)
		}
		if err == nil {
			err = d.runs(ctx, environment, before)
		}
		recordStillborn("Healthy after the revert", p.seconds(), "")
		return err
	})
	answers := load.Answers()
	recordStillborn("answers meanwhile, by status", "", fmt.Sprint(answers))
	if err := unharmed(answers); err != nil {
		t.Error(err)
	}
}

// seen waits until an Application that was synced to the commit has that health.
func (d workday) seen(ctx context.Context, name, health string, p pushed) error {
	says := ""
	err := d.apps.UntilOf(ctx, name, "is "+health, func(a *argocd.Application) bool {
		says = a.Says()
		return a.Status.Health.Status == health && a.Status.OperationState.SyncResult.Revision == p.revision
	})
	recordStillborn(health, p.seconds(), says)
	return err
}

func recordStillborn(what, seconds, says string) {
	record.Row("A version that does not start", []string{"", "seconds from push", "the Application says"}, what, seconds, says)
}

// runs waits until all pods of the service in an environment have an image.
func (w *world) runs(ctx context.Context, environment, image string) error {
	return eventually(ctx, func(ctx context.Context) error {
		runs, err := w.running(ctx, environment)
		if err == nil && runs != image {
			err = fmt.Errorf("%s runs %s, want %s", environment, runs, image)
		}
		return err
	})
}
