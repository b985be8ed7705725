package standins

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
)

// follow calls each with every object of a kind, as it is and as it becomes, and gone with one that was deleted, from when the kind is
// there until ctx ends. Errors go to report.
func follow(ctx context.Context, client dynamic.Interface, resource schema.GroupVersionResource, report func(error),
	each func(*unstructured.Unstructured) error, gone func(*unstructured.Unstructured)) {
	try := func(o any) {
		if err := each(o.(*unstructured.Unstructured)); err != nil && ctx.Err() == nil {
			report(err)
		}
	}
	go func() {
		err := Established(ctx, client, resource.GroupResource())
		if err == nil {
			factory := dynamicinformer.NewDynamicSharedInformerFactory(client, 0)
			_, err = factory.ForResource(resource).Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
				AddFunc: try, UpdateFunc: func(_, o any) { try(o) }, DeleteFunc: func(o any) {
					if last, missed := o.(cache.DeletedFinalStateUnknown); missed {
						o = last.Obj
					}
					gone(o.(*unstructured.Unstructured))
				}})
			factory.Start(ctx.Done())
		}
		if err != nil && ctx.Err() == nil {
			report(err)
		}
	}()
}

// writeStatus writes the status of the object. What another event will be about is no error: it changed or went meanwhile.
func writeStatus(ctx context.Context, client dynamic.NamespaceableResourceInterface, object *unstructured.Unstructured) error {
	_, err := client.Namespace(object.GetNamespace()).UpdateStatus(ctx, object, metav1.UpdateOptions{})
	if err == nil || apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		return nil
	}
	return fmt.Errorf("status of %s %s/%s: %w", object.GetKind(), object.GetNamespace(), object.GetName(), err)
}
