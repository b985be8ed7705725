package network

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
)

var httpRoutes = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}

// httpRoute is what is read of one.
type httpRoute struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		ParentRefs []parent `json:"parentRefs"`
		Rules      []struct {
			BackendRefs []backend `json:"backendRefs"`
		} `json:"rules"`
	} `json:"spec"`
}

type parent struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type backend struct {
	Name   string `json:"name"`
	Port   int32  `json:"port"`
	Weight *int   `json:"weight"`
}

// FollowRoutes has HTTPRoutes say which Service a connection to another goes to, by their weights, as the mesh does for requests:
// the first rule of a Service's first route counts. The kind has to be there. When it returns, all routes that exist count.
func (s *Services) FollowRoutes(ctx context.Context, client dynamic.Interface) error {
	factory := dynamicinformer.NewDynamicSharedInformerFactory(client, 0)
	lister := factory.ForResource(httpRoutes).Lister()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	s.routes.Store(&lister)
	return ctx.Err()
}

// route is where a connection to the port of a Service goes: to that itself, unless a route says otherwise.
func (s *Services) route(p servicePort) servicePort {
	lister := s.routes.Load()
	if lister == nil {
		return p
	}
	objects, _ := (*lister).ByNamespace(p.namespace).List(labels.Everything()) // a lister of a cache gives no error
	backends := routed(objects, p.service)
	if len(backends) == 0 {
		return p
	}
	chosen := choose(backends, rand.IntN)
	service, err := s.services.Services(p.namespace).Get(chosen.Name)
	if err != nil {
		return p
	}
	for _, port := range service.Spec.Ports {
		if port.Port == chosen.Port {
			return servicePort{p.namespace, chosen.Name, port.Name}
		}
	}
	return p
}

// routed are the backends of a Service's first route.
func routed(objects []runtime.Object, service string) []backend {
	isParent := func(p parent) bool { return p.Kind == "Service" && p.Name == service }
	var first *httpRoute
	for _, o := range objects {
		var r httpRoute
		err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.(*unstructured.Unstructured).Object, &r)
		if err != nil || !slices.ContainsFunc(r.Spec.ParentRefs, isParent) {
			continue
		}
		if first == nil || cmp.Less(r.Metadata.Name, first.Metadata.Name) {
			first = &r
		}
	}
	if first == nil || len(first.Spec.Rules) == 0 {
		return nil
	}
	return first.Spec.Rules[0].BackendRefs
}

// choose takes one by the weights, which are 1 where none is given. Where all are 0 it is the first.
func choose(backends []backend, random func(int) int) backend {
	weight := func(b backend) int {
		if b.Weight == nil {
			return 1
		}
		return *b.Weight
	}
	total := 0
	for _, b := range backends {
		total += weight(b)
	}
	if total == 0 {
		return backends[0]
	}
	at := random(total)
	for _, b := range backends {
		if at -= weight(b); at < 0 {
			return b
		}
	}
	return backends[len(backends)-1]
}
