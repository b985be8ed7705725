package envoygateway

import (
	gatewayapi "github.com/example/fastapi-gitops/generator/api/gatewayapi/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// Of the chart argo-cd 10.1.1: the Service of the server, and the Secret whose certificate it takes up.
const (
	argoCDService = "argocd-server"
	argoCDTLS     = "argocd-server-tls"
)

// argoCD leads to Argo CD, which is outside the mesh: Envoy speaks TLS to it, and checks its certificate, since people's tokens cross
// nodes there. It stands here, since Argo CD is there before anything that these objects need.
func argoCD(c *plan.Cluster) []manifest.Object {
	if c != c.Fleet.Hub {
		return nil
	}
	meta := unwatched(metav1.ObjectMeta{Namespace: plan.ArgoCDNamespace, Name: argoCDService})
	host := c.Fleet.ArgoCDHost()
	return []manifest.Object{
		certificate(plan.ArgoCDNamespace, argoCDTLS, host),
		&gatewayapi.BackendTLSPolicy{
			TypeMeta:   gatewayMeta("BackendTLSPolicy"),
			ObjectMeta: meta,
			Spec: gatewayapi.BackendTLSPolicySpec{
				TargetRefs: []gatewayapi.TargetRef{{Kind: "Service", Name: argoCDService, SectionName: "https"}},
				Validation: gatewayapi.Validation{Hostname: host, WellKnownCACertificates: "System"},
			},
		},
		&gatewayv1.HTTPRoute{TypeMeta: gatewayMeta("HTTPRoute"), ObjectMeta: meta, Spec: argoCDRoute(host)},
	}
}

func argoCDRoute(host string) gatewayv1.HTTPRouteSpec {
	return gatewayv1.HTTPRouteSpec{
		CommonRouteSpec: gatewayv1.CommonRouteSpec{ParentRefs: []gatewayv1.ParentReference{
			{Namespace: ptr.To[gatewayv1.Namespace](name), Name: plan.Gateway, SectionName: ptr.To(gatewayv1.SectionName(host))},
		}},
		Hostnames: []gatewayv1.Hostname{gatewayv1.Hostname(host)},
		Rules: []gatewayv1.HTTPRouteRule{{
			Filters: []gatewayv1.HTTPRouteFilter{{
				Type: gatewayv1.HTTPRouteFilterResponseHeaderModifier,
				ResponseHeaderModifier: &gatewayv1.HTTPHeaderFilter{Set: []gatewayv1.HTTPHeader{
					{Name: plan.StrictTransportHeader, Value: plan.StrictTransport},
				}},
			}},
			// its streams of events and logs last as long as somebody looks
			Timeouts: &gatewayv1.HTTPRouteTimeouts{Request: ptr.To(seconds(0))},
			BackendRefs: []gatewayv1.HTTPBackendRef{{BackendRef: gatewayv1.BackendRef{BackendObjectReference: gatewayv1.BackendObjectReference{
				Name: argoCDService, Port: ptr.To[gatewayv1.PortNumber](httpsPort),
			}}}},
		}},
	}
}
