package envoygateway

import (
	"fmt"

	envoy "github.com/example/fastapi-gitops/generator/api/envoygateway/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

const envoyGroup = "gateway.envoyproxy.io"

func envoyMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: envoy.GroupVersion.String(), Kind: kind}
}

// healthPath is Envoy's own at every host, so no app can have it.
const healthPath = "/.load-balancer/healthy"

// clients is how Envoy talks with people, for all listeners at once: one that is for a listener by name takes that name from it in
// full, and a listener without the PROXY protocol would take its clients for the load balancer. What a client sent as
// X-Forwarded-For stays before its address there; the last one is true.
func clients() *envoy.ClientTrafficPolicy {
	return &envoy.ClientTrafficPolicy{
		TypeMeta:   envoyMeta("ClientTrafficPolicy"),
		ObjectMeta: objectMeta(plan.Gateway),
		Spec: envoy.ClientTrafficPolicySpec{
			TargetRefs:    []envoy.TargetRef{{Group: gatewayv1.GroupName, Kind: "Gateway", Name: plan.Gateway}},
			ProxyProtocol: &envoy.ProxyProtocol{},
			TLS:           &envoy.ClientTLS{MinVersion: "1.2", Ciphers: component.Ciphers},
			// as nginx does
			Headers: &envoy.Headers{WithUnderscoresAction: "DropHeader"},
			Timeout: &envoy.ClientTimeout{HTTP: envoy.HTTPClientTimeout{
				// of the whole request, where nginx bounds the time between two parts
				RequestReceivedTimeout: seconds(60),
				IdleTimeout:            seconds(75),
			}},
			HealthCheck: &envoy.HealthCheck{Path: healthPath},
		},
	}
}

func seconds(n int) gatewayv1.Duration { return gatewayv1.Duration(fmt.Sprintf("%ds", n)) }
