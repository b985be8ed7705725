package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
)

// passing are kinds whose objects programs make and change all the time, or with names by chance.
var passing = []string{"events", "leases", "pods", "endpoints", "endpointslices", "replicasets", "controllerrevisions", "nodes",
	"apiservices", "componentstatuses", "ipaddresses", "horizontalpodautoscalers"}

// each calls visit with every object of the cluster that is not passing, and with its name: resource.version.group/namespace/name.
func (w *world) each(ctx context.Context, visit func(id string, object *unstructured.Unstructured)) error {
	lists, err := w.cluster.Admin.Kubernetes.Discovery().ServerPreferredResources()
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) { // an API whose server is not there has no objects here
		return err
	}
	for _, list := range lists {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return err
		}
		for _, r := range list.APIResources {
			if !slices.Contains(r.Verbs, "list") || !slices.Contains(r.Verbs, "delete") || slices.Contains(passing, r.Name) {
				continue
			}
			resource := version.WithResource(r.Name)
			found, err := w.cluster.Admin.Dynamic.Resource(resource).List(ctx, metav1.ListOptions{})
			if apierrors.IsNotFound(err) || apierrors.IsMethodNotSupported(err) {
				continue // the kind went meanwhile
			}
			if err != nil {
				return err
			}
			for i := range found.Items {
				object := &found.Items[i]
				visit(strings.Join([]string{r.Name + "." + version.Version + "." + version.Group, object.GetNamespace(), object.GetName()}, "/"), object)
			}
		}
	}
	return nil
}

var anyUID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// objects are as JSON what bootstrap or Argo CD would say of each, without what differs from one making to the next.
func (w *world) objects(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	var wrong error
	err := w.each(ctx, func(id string, object *unstructured.Unstructured) {
		for _, field := range [][]string{
			{"metadata", "uid"}, {"metadata", "resourceVersion"}, {"metadata", "creationTimestamp"}, {"metadata", "generation"},
			{"metadata", "selfLink"}, {"status"}, {"spec", "clusterIP"}, {"spec", "clusterIPs"},
		} {
			unstructured.RemoveNestedField(object.Object, field...)
		}
		var managers []metav1.ManagedFieldsEntry
		for _, m := range object.GetManagedFields() {
			if m.Time = nil; m.Subresource == "" && m.Manager != "kube-controller-manager" {
				managers = append(managers, m)
			}
		}
		object.SetManagedFields(managers)
		text, err := json.MarshalIndent(object.Object, "", " ")
		wrong = errors.Join(wrong, err)
		all[id] = anyUID.ReplaceAllString(string(text), "uid") // a Job has that of itself in its labels
	})
	return all, errors.Join(err, wrong)
}

// revisions are which making of each object there is, and which change of what it shall be.
func (w *world) revisions(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := w.each(ctx, func(id string, object *unstructured.Unstructured) {
		if object.GetGeneration() > 0 { // what it is may change by itself
			all[id] = fmt.Sprint(object.GetUID(), " ", object.GetGeneration())
			return
		}
		all[id] = fmt.Sprint(object.GetUID(), " ", object.GetResourceVersion())
	})
	return all, err
}

// named is where the object is that each named so, and its name.
func (w *world) named(id string) (of schema.GroupVersionResource, in dynamic.ResourceInterface, name string) {
	kind, rest, _ := strings.Cut(id, "/")
	namespace, name, _ := strings.Cut(rest, "/")
	resource, _ := schema.ParseResourceArg(kind)
	return *resource, w.cluster.Admin.Dynamic.Resource(*resource).Namespace(namespace), name
}

// remove deletes an object by the name that each gave it.
func (w *world) remove(ctx context.Context, id string) error {
	_, in, name := w.named(id)
	background := metav1.DeletePropagationBackground
	err := in.Delete(ctx, name, metav1.DeleteOptions{PropagationPolicy: &background})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// release takes finalizers off an object of Argo CD's, which cannot do so itself where it does not run.
func (w *world) release(ctx context.Context, id string) error {
	of, in, name := w.named(id)
	if of.Group != "argoproj.io" {
		return nil
	}
	_, err := in.Patch(ctx, name, types.MergePatchType, []byte(`{"metadata": {"finalizers": null}}`), metav1.PatchOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// applied counts the objects that an administrator applies from now on.
func (w *world) applied() (count func() (int, error)) {
	log, failed := w.audited()
	n := 0
	return func() (int, error) {
		if failed != nil {
			return 0, failed
		}
		err := log.each(func(e *event) {
			if e.Verb == "patch" && e.User.Username == "admin" && e.ObjectRef.Subresource == "" {
				n++
			}
		})
		return n, err
	}
}
