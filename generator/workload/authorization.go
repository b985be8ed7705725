package workload

import (
	linkerdv1 "github.com/example/fastapi-gitops/generator/api/linkerd/policy/v1alpha1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// authorizations admit to each of the app's inbound routes those that it is for. The authentications of Prometheus and the
// kubelet are the namespace's. An app that is neither public nor called admits nobody to its inbound route.
func authorizations(w *plan.Workload) []manifest.Object {
	objects := []manifest.Object{
		authorization(w, w.MetricsRoute(), "MeshTLSAuthentication", plan.PrometheusAuthentication),
		authorization(w, w.ProbesRoute(), "NetworkAuthentication", plan.KubeletAuthentication),
	}
	if callers := identities(w); len(callers) > 0 {
		objects = append(objects, authorization(w, w.InboundRoute(), "MeshTLSAuthentication", w.InboundRoute()), &linkerdv1.MeshTLSAuthentication{
			TypeMeta:   typeMeta("policy.linkerd.io/v1alpha1", "MeshTLSAuthentication"),
			ObjectMeta: meshMeta(w, w.InboundRoute()),
			Spec:       linkerdv1.MeshTLSAuthenticationSpec{IdentityRefs: callers},
		})
	}
	return objects
}

// authorization admits to a route who meets an authentication; it has the route's name.
func authorization(w *plan.Workload, route, kind, authentication string) *linkerdv1.AuthorizationPolicy {
	return &linkerdv1.AuthorizationPolicy{
		TypeMeta:   typeMeta("policy.linkerd.io/v1alpha1", "AuthorizationPolicy"),
		ObjectMeta: meshMeta(w, route),
		Spec: linkerdv1.AuthorizationPolicySpec{
			TargetRef:                  linkerdv1.TargetRef{Group: gatewayAPI, Kind: "HTTPRoute", Name: route},
			RequiredAuthenticationRefs: []linkerdv1.Reference{{Group: linkerd, Kind: kind, Name: authentication}},
		},
	}
}

// identities are the ServiceAccounts of those that send the app requests.
func identities(w *plan.Workload) []linkerdv1.Reference {
	var refs []linkerdv1.Reference
	if w.Public {
		controller := w.Namespace.Cluster.Fleet.IngressController()
		refs = append(refs, linkerdv1.Reference{Kind: "ServiceAccount", Name: controller.ServiceAccount, Namespace: controller.Namespace})
	}
	for _, caller := range w.Callers {
		refs = append(refs, linkerdv1.Reference{Kind: "ServiceAccount", Name: caller})
	}
	return refs
}
