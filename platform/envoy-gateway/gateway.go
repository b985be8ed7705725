package envoygateway

import (
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// plainListener is where people come without TLS, who are sent on. No host ends so.
const plainListener = "plain.http"

func gatewayMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: gatewayv1.GroupVersion.String(), Kind: kind}
}

// unwatched has Argo CD not wait for an object that is healthy when Let's Encrypt has signed its certificate.
func unwatched(meta metav1.ObjectMeta) metav1.ObjectMeta {
	meta.Annotations = map[string]string{"argocd.argoproj.io/ignore-healthcheck": "true"}
	return meta
}

func objectMeta(of string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: name, Name: of} }

// gatewayClass is what the controller of this name serves (gateway-helm v1.8.3, config.envoyGateway.gateway).
func gatewayClass() *gatewayv1.GatewayClass {
	return &gatewayv1.GatewayClass{
		TypeMeta:   gatewayMeta("GatewayClass"),
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       gatewayv1.GatewayClassSpec{ControllerName: "gateway.envoyproxy.io/gatewayclass-controller"},
	}
}

// gateway has a listener for each environment, whose routes alone it takes. A host that none of them is for gets no handshake.
//
// The listeners are the Gateway's own. ListenerSets, by which each app would bring its own, are in Envoy Gateway 1.8.3, which does
// not watch their Secrets: a certificate would be in use when something else changes (internal/provider/kubernetes/predicates.go,
// validateSecretForReconcile; mended in 1.9.0). And nothing binds a namespace's ListenerSet to hosts of its own.
func gateway(c *plan.Cluster) *gatewayv1.Gateway {
	listeners := []gatewayv1.Listener{{
		Name: plainListener, Protocol: gatewayv1.HTTPProtocolType, Port: httpPort,
		AllowedRoutes: &gatewayv1.AllowedRoutes{Namespaces: &gatewayv1.RouteNamespaces{From: ptr.To(gatewayv1.NamespacesFromSame)}},
	}}
	for _, l := range c.Listeners() {
		listeners = append(listeners, listener(l))
	}
	return &gatewayv1.Gateway{
		TypeMeta:   gatewayMeta("Gateway"),
		ObjectMeta: unwatched(objectMeta(plan.Gateway)),
		Spec: gatewayv1.GatewaySpec{
			GatewayClassName: name,
			Infrastructure: &gatewayv1.GatewayInfrastructure{ParametersRef: &gatewayv1.LocalParametersReference{
				Group: envoyGroup, Kind: "EnvoyProxy", Name: proxy,
			}},
			Listeners: listeners,
		},
	}
}

func listener(l plan.Listener) gatewayv1.Listener {
	return gatewayv1.Listener{
		Name:     gatewayv1.SectionName(l.Name),
		Hostname: ptr.To(gatewayv1.Hostname(l.Host)),
		Protocol: gatewayv1.HTTPSProtocolType,
		Port:     httpsPort,
		TLS: &gatewayv1.GatewayTLSConfig{
			CertificateRefs: []gatewayv1.SecretObjectReference{{Name: gatewayv1.ObjectName(secretOf(l))}},
		},
		AllowedRoutes: &gatewayv1.AllowedRoutes{Namespaces: &gatewayv1.RouteNamespaces{
			From: ptr.To(gatewayv1.NamespacesFromSelector),
			Selector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
				{Key: corev1.LabelMetadataName, Operator: metav1.LabelSelectorOpIn, Values: l.Namespaces},
			}},
		}},
	}
}

// redirect sends whoever comes without TLS to the same address with it.
func redirect() *gatewayv1.HTTPRoute {
	return &gatewayv1.HTTPRoute{
		TypeMeta:   gatewayMeta("HTTPRoute"),
		ObjectMeta: objectMeta("redirect"),
		Spec: gatewayv1.HTTPRouteSpec{
			CommonRouteSpec: gatewayv1.CommonRouteSpec{ParentRefs: []gatewayv1.ParentReference{
				{Name: plan.Gateway, SectionName: ptr.To[gatewayv1.SectionName](plainListener)},
			}},
			Rules: []gatewayv1.HTTPRouteRule{{Filters: []gatewayv1.HTTPRouteFilter{{
				Type:            gatewayv1.HTTPRouteFilterRequestRedirect,
				RequestRedirect: &gatewayv1.HTTPRequestRedirectFilter{Scheme: ptr.To("https"), StatusCode: ptr.To(301)},
			}}}},
		},
	}
}
