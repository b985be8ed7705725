package standins

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// made are the kinds that AWS Controllers for Kubernetes make at AWS, as far as the tree has them.
var made = []schema.GroupVersionResource{
	{Group: "cloudwatchlogs.services.k8s.aws", Version: "v1alpha1", Resource: "loggroups"},
	{Group: "ecr.services.k8s.aws", Version: "v1alpha1", Resource: "repositories"},
	{Group: "route53.services.k8s.aws", Version: "v1alpha1", Resource: "recordsets"},
	{Group: "s3.services.k8s.aws", Version: "v1alpha1", Resource: "buckets"},
	{Group: "secretsmanager.services.k8s.aws", Version: "v1alpha1", Resource: "secrets"},
}

// AWS is an account in a region, as the controllers see it.
type AWS struct {
	Account, Region string
	// Make makes what an object describes. An error is one that no further try changes.
	Make func(object *unstructured.Unstructured) error
	// Delete hears of an object that went without the annotation by which what it describes stays.
	Delete func(object *unstructured.Unstructured)
}

// retained reports whether what the object describes stays when the object goes
// (https://aws-controllers-k8s.github.io/community/docs/user-docs/deletion-policy/).
func retained(object *unstructured.Unstructured) bool {
	return object.GetAnnotations()["services.k8s.aws/deletion-policy"] == "retain"
}

// Controllers make what each object describes and say so in its status, as AWS Controllers for Kubernetes do, from when the kinds
// are there until ctx ends. Errors of the cluster go to report.
func (a AWS) Controllers(ctx context.Context, client dynamic.Interface, report func(error)) {
	for _, resource := range made {
		follow(ctx, client, resource, report, func(object *unstructured.Unstructured) error {
			if conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions"); len(conditions) > 0 {
				return nil // it is made, or never will be
			}
			changed := object.DeepCopy()
			changed.Object["status"] = a.status(a.Make(object))
			return writeStatus(ctx, client.Resource(resource), changed)
		}, func(object *unstructured.Unstructured) {
			if !retained(object) {
				a.Delete(object)
			}
		})
	}
}

// status is what all kinds have in common
// (https://github.com/aws-controllers-k8s/runtime/blob/main/apis/core/v1alpha1/conditions.go).
func (a AWS) status(err error) map[string]any {
	now := time.Now().UTC().Format(time.RFC3339)
	condition := func(kind, status, message string) any {
		return map[string]any{"type": kind, "status": status, "message": message, "lastTransitionTime": now}
	}
	const synced = "Resource synced successfully"
	conditions := []any{condition("ACK.ResourceSynced", "True", synced), condition("Ready", "True", synced)}
	if err != nil {
		conditions = []any{condition("ACK.Terminal", "True", err.Error()), condition("Ready", "False", err.Error())}
	}
	return map[string]any{
		"ackResourceMetadata": map[string]any{"ownerAccountID": a.Account, "region": a.Region},
		"conditions":          conditions,
	}
}
