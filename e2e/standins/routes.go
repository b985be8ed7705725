package standins

import (
	"context"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// routes are the kinds whose parents answer in their status.
var routes = []schema.GroupVersionResource{
	{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"},
	{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "grpcroutes"},
}

// policyController is the name under which Linkerd's policy controller answers
// (https://github.com/linkerd/linkerd2/blob/edge-26.8.3/policy-controller/k8s/status/src/index.rs).
const policyController = "linkerd.io/policy-controller"

// routeStatus is RouteStatus of the Gateway API.
type routeStatus struct {
	Parents []parentStatus `json:"parents"`
}

type parentStatus struct {
	ParentRef      map[string]any     `json:"parentRef"`
	ControllerName string             `json:"controllerName"`
	Conditions     []metav1.Condition `json:"conditions"`
}

// Routes says in the status of each HTTPRoute and GRPCRoute that each parent accepted it, as Linkerd's policy controller does for
// parents and backends that are there, from when these kinds are there until ctx ends. Errors go to report.
func Routes(ctx context.Context, client dynamic.Interface, report func(error)) {
	for _, resource := range routes {
		follow(ctx, client, resource, report, func(route *unstructured.Unstructured) error {
			return accept(ctx, client.Resource(resource), route)
		}, func(*unstructured.Unstructured) {})
	}
}

// accept answers for the parents that have not answered this generation.
func accept(ctx context.Context, client dynamic.NamespaceableResourceInterface, route *unstructured.Unstructured) error {
	parents, _, err := unstructured.NestedSlice(route.Object, "spec", "parentRefs")
	if err != nil {
		return err
	}
	if answered(route, len(parents)) {
		return nil
	}
	var status routeStatus
	for _, p := range parents {
		parent, _ := p.(map[string]any)
		status.Parents = append(status.Parents, parentStatus{
			ParentRef: parent, ControllerName: policyController, Conditions: conditions(route.GetGeneration(), parent["kind"] != "Server"),
		})
	}
	written, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&status)
	if err != nil {
		return err
	}
	changed := route.DeepCopy()
	changed.Object["status"] = written
	return writeStatus(ctx, client, changed)
}

// answered says whether so many parents have answered the route as it is now.
func answered(route *unstructured.Unstructured, parents int) bool {
	var now struct {
		Status routeStatus `json:"status"`
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(route.Object, &now); err != nil {
		return false
	}
	old := func(c metav1.Condition) bool { return c.ObservedGeneration != route.GetGeneration() }
	return len(now.Status.Parents) == parents && !slices.ContainsFunc(now.Status.Parents, func(p parentStatus) bool {
		return slices.ContainsFunc(p.Conditions, old)
	})
}

// conditions are those of a parent; one of inbound policy, a Server, has no backends to resolve.
func conditions(generation int64, backends bool) []metav1.Condition {
	now := metav1.Now()
	all := []metav1.Condition{{
		Type: "Accepted", Status: metav1.ConditionTrue, Reason: "Accepted", ObservedGeneration: generation, LastTransitionTime: now,
	}}
	if backends {
		all = append(all, metav1.Condition{
			Type: "ResolvedRefs", Status: metav1.ConditionTrue, Reason: "ResolvedRefs", ObservedGeneration: generation, LastTransitionTime: now,
		})
	}
	return all
}
