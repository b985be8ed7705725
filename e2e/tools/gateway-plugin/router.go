package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/utils/plugin/types"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/retry"
)

var (
	httpRoutes = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}
	grpcRoutes = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "grpcroutes"}
)

// router is what the controller calls.
type router struct{ client dynamic.Interface }

// InitPlugin connects as the controller's own ServiceAccount, in whose pod this runs.
func (r *router) InitPlugin() types.RpcError {
	config, err := rest.InClusterConfig()
	if err != nil {
		return rpcError(err)
	}
	r.client, err = dynamic.NewForConfig(config)
	return rpcError(err)
}

// SetWeight writes the canary's weight, in percent, and the stable version's, which is the rest, into every route that the Rollout
// names.
func (r *router) SetWeight(rollout *v1alpha1.Rollout, weight int32, others []v1alpha1.WeightDestination) types.RpcError {
	if len(others) > 0 {
		return rpcError(errors.New("weights of experiments are not done here"))
	}
	c, err := configOf(rollout)
	if err != nil {
		return rpcError(err)
	}
	for _, route := range c.routes() {
		if err := r.setWeight(context.Background(), rollout, c, route, int64(weight)); err != nil {
			return rpcError(fmt.Errorf("%s %s/%s: %w", route.resource.Resource, c.Namespace, route.name, err))
		}
	}
	return types.RpcError{}
}

func (r *router) setWeight(ctx context.Context, rollout *v1alpha1.Rollout, c config, route route, weight int64) error {
	client := r.client.Resource(route.resource).Namespace(c.Namespace)
	canary := rollout.Spec.Strategy.Canary
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		object, err := client.Get(ctx, route.name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		if err := weigh(object, canary.CanaryService, canary.StableService, weight); err != nil {
			return err
		}
		c.mark(object, weight > 0)
		_, err = client.Update(ctx, object, metav1.UpdateOptions{})
		return err
	})
}

// VerifyWeight believes that what is written is obeyed, as upstream does.
func (r *router) VerifyWeight(*v1alpha1.Rollout, int32, []v1alpha1.WeightDestination) (types.RpcVerified, types.RpcError) {
	return types.Verified, types.RpcError{}
}

// UpdateHash has nothing to do: routes name Services, whose selectors the controller keeps.
func (r *router) UpdateHash(*v1alpha1.Rollout, string, string, []v1alpha1.WeightDestination) types.RpcError {
	return types.RpcError{}
}

// SetHeaderRoute refuses a step that no Rollout of the tree has.
func (r *router) SetHeaderRoute(*v1alpha1.Rollout, *v1alpha1.SetHeaderRoute) types.RpcError {
	return rpcError(errors.New("routes by header are not done here"))
}

// SetMirrorRoute does nothing, as upstream.
func (r *router) SetMirrorRoute(*v1alpha1.Rollout, *v1alpha1.SetMirrorRoute) types.RpcError {
	return types.RpcError{}
}

// RemoveManagedRoutes has none to remove, since SetHeaderRoute makes none.
func (r *router) RemoveManagedRoutes(*v1alpha1.Rollout) types.RpcError { return types.RpcError{} }

// Type is upstream's.
func (r *router) Type() string { return "GatewayAPI" }

// rpcError is how an error crosses to the controller; its zero value is none.
func rpcError(err error) types.RpcError {
	if err == nil {
		return types.RpcError{}
	}
	return types.RpcError{ErrorString: err.Error()}
}
