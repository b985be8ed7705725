package canary_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/example/fastapi-gitops/e2e/canary"
	"github.com/example/fastapi-gitops/e2e/charts"
)

const (
	plainApp = tree + "/apps/development/fastapi-hello" // an app without a canary
	least    = 3                                        // pods of a plain app in production
)

// plain are the objects of the app in production as they would be without a canary.
func (b *bench) plain() []*unstructured.Unstructured {
	objects := b.objects(app, "serviceaccount-fastapi-hello", "service-fastapi-hello", "deployment-fastapi-hello")
	for _, o := range objects {
		if o.GetKind() == "Deployment" {
			b.check(unstructured.SetNestedField(o.Object, int64(least), "spec", "replicas"))
		}
	}
	routes := b.objects(plainApp, "httproute-*")
	for _, r := range routes {
		r.SetNamespace("production")
	}
	return append(objects, routes...)
}

// withCanary are the objects of the app as the tree has them, in the order in which Argo CD applies them.
func (b *bench) withCanary() []*unstructured.Unstructured {
	return b.objects(app, "serviceaccount-*", "service-*", "deployment-*", "analysistemplate-*", "httproute-*", "rollout-*")
}

// objects are those in files of a folder.
func (b *bench) objects(folder string, patterns ...string) []*unstructured.Unstructured {
	b.Helper()
	var all []*unstructured.Unstructured
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(folder, pattern+".yaml"))
		b.check(err)
		if len(files) == 0 {
			b.Fatalf("%s has no %s", folder, pattern)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			b.check(err)
			read, err := charts.Objects(text)
			b.check(err)
			all = append(all, read...)
		}
	}
	return all
}

// sync applies the app as Argo CD does: by the differences that the tree has it ignore, a number of replicas counts where there is
// none or 0, and the hash in the selector of a Service stays. The image and the greeting stay too, as if committed.
func (b *bench) sync(objects []*unstructured.Unstructured) {
	b.Helper()
	kept := map[string][][]string{
		"Deployment": {{"spec", "replicas"}, {"spec", "template"}},
		"Rollout":    {{"spec", "replicas"}},
		"Service":    {{"spec", "selector", "rollouts-pod-template-hash"}},
	}
	for _, o := range objects {
		b.eventually("apply "+o.GetKind()+" "+o.GetName(), func() error {
			if err := b.keep(o, kept[o.GetKind()]); err != nil {
				return err
			}
			return b.put(o)
		})
	}
}

// keep puts what the cluster has at some paths into the object.
func (b *bench) keep(o *unstructured.Unstructured, paths [][]string) error {
	client, err := b.client(o)
	if err != nil {
		return err
	}
	live, err := client.Get(b.Context(), o.GetName(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, path := range paths {
		value, found, err := unstructured.NestedFieldCopy(live.Object, path...)
		if err == nil && found && value != int64(0) {
			err = unstructured.SetNestedField(o.Object, value, path...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// prune deletes what the app does not have any more, as Argo CD does after all else: in the foreground.
func (b *bench) prune(before, now []*unstructured.Unstructured) {
	for _, o := range before {
		same := func(n *unstructured.Unstructured) bool {
			return n.GetKind() == o.GetKind() && n.GetName() == o.GetName()
		}
		if slices.ContainsFunc(now, same) {
			continue
		}
		client, err := b.client(o)
		b.check(err)
		b.check(client.Delete(b.Context(), o.GetName(), metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationForeground)}))
	}
}

// move is what the app goes through while people ask it.
type move struct {
	*bench
	shop *canary.App
	load *canary.Load
	pods *pods
}

// becomesCanary takes the app from plain to what the tree has.
func (m move) becomesCanary(ctx context.Context) {
	m.Helper()
	m.sync(m.withCanary())
	m.check(m.shop.Until(ctx, "has its first version", canary.State.Done))
	m.check(m.pods.until(ctx, ofDeployment, 0))
	m.unharmed("to canary")
}

// becomesPlain takes it back: the Rollout goes once the Deployment is ready. Pods of a version that was taken back would be asked
// until they are gone, abortScaleDownDelaySeconds later, since the Service of a plain app has all pods.
func (m move) becomesPlain(ctx context.Context) {
	m.Helper()
	m.sync(m.plain())
	m.check(m.pods.until(ctx, ofDeployment, least))
	m.prune(m.withCanary(), m.plain())
	m.check(m.shop.Until(ctx, "has no Rollout", func(s canary.State) bool { return s.Phase == "Missing" }))
	m.unharmed("back to plain")
}

// unharmed sees that there were always pods enough, and that each request was answered.
func (m move) unharmed(way string) {
	m.Helper()
	if fewest := m.pods.fewestReady(); fewest < least {
		m.Errorf("%s: %d pods were ready for a time, want %d at least", way, fewest, least)
	}
	if answers := m.load.Answers(); len(answers) != 1 || answers[http.StatusOK] == 0 {
		m.Errorf("%s: answers %v", way, answers)
	}
}

// staysAway sees the limit of the way back: while a Rollout is at its first version, it takes the pods of the Deployment away
// again. Once it does not, docs/decisions/009-canary.md need not ask for a release before.
func (m move) staysAway(ctx context.Context) {
	m.Helper()
	deployments := m.Admin.Kubernetes.AppsV1().Deployments("production")
	patch := []byte(`{"spec":{"replicas":` + strconv.Itoa(least) + `}}`)
	_, err := deployments.Patch(ctx, "fastapi-hello", types.MergePatchType, patch, metav1.PatchOptions{})
	m.check(err)
	m.eventually("the Rollout takes the Deployment down", func() error {
		deployment, err := deployments.Get(ctx, "fastapi-hello", metav1.GetOptions{})
		if err == nil && *deployment.Spec.Replicas != 0 {
			err = fmt.Errorf("it has %d replicas", *deployment.Spec.Replicas)
		}
		return err
	})
	m.check(m.pods.until(ctx, ofDeployment, 0))
}
