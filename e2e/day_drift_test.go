package e2e

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/example/fastapi-gitops/e2e/argocd"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// drifts are changes past git by somebody who may do everything: what kubectl is asked to do to an object, in which field that shows,
// and whose that is.
var drifts = []struct {
	what, owner, kind, namespace, name, field, do string
}{
	{"a variable of a Deployment", "hello-development-fastapi-hello",
		"Deployment.apps", "development", app, "spec.template.spec", "set env %s GREETING=Mine"},
	{"a Service is deleted", "hello-staging-fastapi-hello",
		"Service.", "staging", app, "spec.ports", "delete %s"},
	{"a label of an Ingress", "hello-production-fastapi-hello",
		"Ingress.networking.k8s.io", production, app, "metadata.labels", "label %s --overwrite team=mine"},
	{"a NetworkPolicy lets all in", "hello-namespaces",
		"NetworkPolicy.networking.k8s.io", "argocd", "argo-cd-server", "spec", `patch %s --type=merge --patch='{"spec":{"ingress":[{}]}}'`},
	{"a Role is widened", "hello-namespaces", "Role.rbac.authorization.k8s.io", production, "developers", "rules",
		`patch %s --type=json --patch='[{"op":"add","path":"/rules/-","value":{"apiGroups":["batch"],"resources":["jobs"],"verbs":["create"]}}]'`},
	{"a namespace takes privileged pods", "hello-namespaces",
		"Namespace.", "", "staging", "metadata.labels", "label %s --overwrite pod-security.kubernetes.io/enforce=privileged"},
	{"a ConfigMap makes developers Argo CD's admins", "hello-argo-cd",
		"ConfigMap.", argocd.Namespace, "argocd-rbac-cm", "data",
		`patch %s --type=merge --patch='{"data":{"policy.csv":"g, hello-developers, role:admin"}}'`},
	{"an AppProject allows all namespaces", "root", "AppProject.argoproj.io", argocd.Namespace, production, "spec.destinations",
		`patch %s --type=merge --patch='{"spec":{"destinations":[{"name":"*","namespace":"*"}]}}'`},
	{"an Application of the platform syncs no more", "platform-hello",
		"Application.argoproj.io", argocd.Namespace, "hello-velero", "spec.syncPolicy", stops},
	{"an Application of an app syncs no more", "its ApplicationSet",
		"Application.argoproj.io", argocd.Namespace, "hello-staging-fastapi-hello", "spec.syncPolicy", stops},
	{"an admission policy binds nobody", "hello-admission",
		"ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "", "pinned-images", "spec", "delete %s"},
	{"a Deployment of the platform has no pods", "hello-cluster-autoscaler",
		"Deployment.apps", "cluster-autoscaler", "cluster-autoscaler", "spec.replicas", "scale %s --replicas=0"},
	{"images may be overwritten at AWS", "hello-aws", "Repository.ecr.services.k8s.aws", "ack-system", app, "spec.imageTagMutability",
		`patch %s --type=merge --patch='{"spec":{"imageTagMutability":"MUTABLE"}}'`},
}

const stops = `patch %s --type=json --patch='[{"op":"remove","path":"/spec/syncPolicy/automated"}]'`

// drift sees each healed, and what is not drift left alone: the replicas of what has an autoscaler.
func (d workday) drift(t *testing.T) {
	d.cluster.Admin.Mapper.Reset() // by now there are more kinds
	for _, each := range drifts {
		step(t, "drift: "+each.what, 3*time.Minute, func(ctx context.Context) error {
			get := func() (object *unstructured.Unstructured, value any, err error) {
				if object, err = d.object(ctx, each.kind, each.namespace, each.name); err == nil {
					value, _, err = unstructured.NestedFieldNoCopy(object.Object, strings.Split(each.field, ".")...)
				}
				return object, value, err
			}
			before, want, err := get()
			if err != nil {
				return err
			}
			began := time.Now()
			asked := fmt.Sprintf(each.do, strings.TrimSuffix(each.kind, ".")+"/"+each.name)
			if _, err := d.someone.types(ctx, "kubectl --namespace="+cmp.Or(each.namespace, "default")+" "+asked); err != nil {
				return err
			}
			err = every(ctx, 100*time.Millisecond, func(context.Context) error {
				now, value, err := get()
				if err == nil && (now.GetResourceVersion() == before.GetResourceVersion() || !reflect.DeepEqual(value, want)) {
					err = fmt.Errorf("%s of %s/%s is %v, want %v", each.field, each.kind, each.name, value, want)
				}
				return err
			})
			record.Row("Drift, until it is healed", []string{"what", "whose it is", "seconds"}, each.what, each.owner,
				seconds(time.Since(began)))
			return err
		})
	}
	step(t, "replicas are the autoscaler's", 2*time.Minute, d.scales)
	step(t, "all is as before", 2*time.Minute, d.apps.UntilFine)
}

// scales sees that Argo CD takes another number of replicas for no drift, where there is an autoscaler.
func (d workday) scales(ctx context.Context) error {
	const environment = "development"
	name := applicationOf(environment, app)
	synced := func() time.Time { return d.apps.Get(name).Status.OperationState.FinishedAt.Time }
	before := synced()
	if _, err := d.someone.types(ctx, "kubectl --namespace="+environment+" scale deployment "+app+" --replicas=3"); err != nil {
		return err
	}
	err := d.apps.Compare(ctx, name)
	if err == nil {
		err = d.apps.UntilOf(ctx, name, "is fine", (*argocd.Application).Fine)
	}
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
	record.Row("Drift, until it is healed", nil, "replicas, which an autoscaler has", "nobody's: it is Synced", "—")
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
