package e2e

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// drifts are changes past git by somebody who may do everything, and where each shows.
var drifts = []struct {
	what, command, healer string
	kind, namespace, name string
	field                 []string
}{
	{"a variable of a Deployment", "kubectl --namespace=development set env deployment/fastapi-hello GREETING=Mine", "hello-development-fastapi-hello",
		"Deployment.apps", "development", "fastapi-hello", []string{"spec", "template", "spec"}},
	{"a Service is deleted", "kubectl --namespace=staging delete service fastapi-hello", "hello-staging-fastapi-hello",
		"Service.", "staging", "fastapi-hello", []string{"spec", "ports"}},
	{"a label of an Ingress", "kubectl --namespace=production label ingress fastapi-hello team=mine --overwrite", "hello-production-fastapi-hello",
		"Ingress.networking.k8s.io", "production", "fastapi-hello", []string{"metadata", "labels"}},
	{"a NetworkPolicy lets all in", `kubectl --namespace=staging patch networkpolicy default-deny --type=merge --patch='{"spec":{"ingress":[{}]}}'`, "hello-namespaces",
		"NetworkPolicy.networking.k8s.io", "staging", "default-deny", []string{"spec"}},
	{"a Role is widened", `kubectl --namespace=production patch role developers --type=json --patch='[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}}]'`, "hello-namespaces",
		"Role.rbac.authorization.k8s.io", "production", "developers", []string{"rules"}},
	{"a namespace takes privileged pods", "kubectl label namespace staging pod-security.kubernetes.io/enforce=privileged --overwrite", "hello-namespaces",
		"Namespace.", "", "staging", []string{"metadata", "labels"}},
	{"a ConfigMap: developers are Argo CD's admins", `kubectl --namespace=argocd patch configmap argocd-rbac-cm --type=merge --patch='{"data":{"policy.csv":"g, hello-developers, role:admin"}}'`, "hello-argo-cd",
		"ConfigMap.", "argocd", "argocd-rbac-cm", []string{"data"}},
	{"an AppProject allows all namespaces", `kubectl --namespace=argocd patch appproject production --type=merge --patch='{"spec":{"destinations":[{"name":"*","namespace":"*"}]}}'`, "root",
		"AppProject.argoproj.io", "argocd", "production", []string{"spec", "destinations"}},
	{"an Application of the platform syncs no more", `kubectl --namespace=argocd patch application hello-velero --type=json --patch='[{"op":"remove","path":"/spec/syncPolicy/automated"}]'`, "platform-hello",
		"Application.argoproj.io", "argocd", "hello-velero", []string{"spec", "syncPolicy"}},
	{"an Application of an app syncs no more", `kubectl --namespace=argocd patch application hello-staging-fastapi-hello --type=json --patch='[{"op":"remove","path":"/spec/syncPolicy/automated"}]'`, "ApplicationSet",
		"Application.argoproj.io", "argocd", "hello-staging-fastapi-hello", []string{"spec", "syncPolicy"}},
	{"an admission policy binds nobody", "kubectl delete validatingadmissionpolicybinding pinned-images", "hello-admission",
		"ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "", "pinned-images", []string{"spec"}},
	{"a Deployment of the platform has no pods", `kubectl --namespace=cluster-autoscaler scale deployment cluster-autoscaler --replicas=0`, "hello-cluster-autoscaler",
		"Deployment.apps", "cluster-autoscaler", "cluster-autoscaler", []string{"spec", "replicas"}},
	{"what is at AWS", `kubectl --namespace=ack-system patch repositories.ecr.services.k8s.aws fastapi-hello --type=merge --patch='{"spec":{"imageTagMutability":"MUTABLE"}}'`, "hello-aws",
		"Repository.ecr.services.k8s.aws", "ack-system", "fastapi-hello", []string{"spec", "imageTagMutability"}},
}

// drift sees each healed, and what is not drift left alone: the replicas of what has an autoscaler.
func (d workday) drift(t *testing.T) {
	d.cluster.Admin.Mapper.Reset() // by now there are more kinds
	for _, drift := range drifts {
		step(t, "drift: "+drift.what, 3*time.Minute, func(ctx context.Context) error {
			get := func() (*unstructured.Unstructured, error) {
				return d.object(ctx, drift.kind, drift.namespace, drift.name)
			}
			before, err := get()
			if err != nil {
				return err
			}
			want, _, err := unstructured.NestedFieldNoCopy(before.Object, drift.field...)
			if err != nil {
				return err
			}
			began := time.Now()
			if _, err := d.someone.types(ctx, drift.command); err != nil {
				return err
			}
			err = soon(ctx, func() error {
				now, err := get()
				if err != nil {
					return err
				}
				value, _, err := unstructured.NestedFieldNoCopy(now.Object, drift.field...)
				if err == nil && (now.GetResourceVersion() == before.GetResourceVersion() || !reflect.DeepEqual(value, want)) {
					err = fmt.Errorf("%s/%s: %v is %v, want %v", drift.kind, drift.name, drift.field, value, want)
				}
				return err
			})
			record.Row("Drift, until it is healed", []string{"what", "healed by", "seconds"}, drift.what, drift.healer,
				fmt.Sprintf("%.1f", time.Since(began).Seconds()))
			return err
		})
	}
	step(t, "replicas are the autoscaler's", 2*time.Minute, d.scales)
	step(t, "all is as before", 2*time.Minute, d.settled)
}

// scales sees that Argo CD takes another number of replicas for no drift, where there is an autoscaler.
func (d workday) scales(ctx context.Context) error {
	const environment = "development"
	name := applicationOf(environment, app)
	synced := func() time.Time { return d.apps.Get(name).Status.OperationState.FinishedAt.Time }
	before, compared := synced(), d.apps.Get(name).Status.ReconciledAt.Time
	if _, err := d.someone.types(ctx, "kubectl --namespace="+environment+" scale deployment "+app+" --replicas=3"); err != nil {
		return err
	}
	time.Sleep(time.Until(compared.Add(time.Second).Truncate(time.Second))) // times of Argo CD have no fractions
	if err := d.apps.Refresh(ctx, name); err != nil {
		return err
	}
	err := d.apps.UntilOf(ctx, name, "is compared again", func(a *argocd.Application) bool { return a.Status.ReconciledAt.After(compared) && a.Fine() })
	if err != nil {
		return err
	}
	deployment, err := d.object(ctx, "Deployment.apps", environment, app)
	if err != nil {
		return err
	}
	replicas, _, err := unstructured.NestedInt64(deployment.Object, "spec", "replicas")
	if err == nil && (replicas < 2 || !synced().Equal(before)) {
		err = fmt.Errorf("%d replicas, synced at %s and before the change at %s: somebody took it back", replicas, synced(), before)
	}
	record.Row("Drift, until it is healed", nil, "replicas, which an autoscaler has", "nobody: Synced", "—")
	return err
}

// object is a live one of a kind, as Deployment.apps.
func (w *world) object(ctx context.Context, kind, namespace, name string) (*unstructured.Unstructured, error) {
	admin := w.cluster.Admin
	mapping, err := admin.Mapper.RESTMapping(schema.ParseGroupKind(kind))
	if err != nil {
		return nil, err
	}
	return admin.Dynamic.Resource(mapping.Resource).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
}

// gone sees that an object is no more.
func (w *world) gone(ctx context.Context, kind, namespace, name string) error {
	_, err := w.object(ctx, kind, namespace, name)
	if apierrors.IsNotFound(err) {
		return nil
	}
	return errors.Join(fmt.Errorf("%s %s/%s is still there", kind, namespace, name), err)
}

// settled waits until all Applications are fine.
func (d workday) settled(ctx context.Context) error {
	return d.apps.Until(ctx, "all are fine", func(all map[string]*argocd.Application) bool {
		for _, a := range all {
			if !a.Fine() {
				return false
			}
		}
		return true
	})
}

// soon is eventually for what takes less than seconds.
func soon(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}
