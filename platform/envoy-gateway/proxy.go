package envoygateway

import (
	"fmt"

	envoy "github.com/example/fastapi-gitops/generator/api/envoygateway/v1alpha1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// Replicas: one a zone, and three times as many under load.
const (
	replicas    = 3
	maxReplicas = 9
)

// finishing are the seconds that a proxy waits for its connections when AWS sends it no new ones.
const finishing = 150

var (
	requests       = component.Requests("100m", "512Mi")
	helperRequests = component.Requests("10m", "32Mi") // Envoy Gateway's own, of the container that ends Envoy
	// sidecar carries the requests to every app.
	sidecar         = plan.Proxy{CPU: "100m", Memory: "128Mi", Storage: "64Mi"}
	sidecarRequests = component.Requests(sidecar.CPU, sidecar.Memory)
)

// envoyProxy sends to the address of a Service, as nginx does with service-upstream, so that the mesh sees the Service: routes,
// weights and balancing are its own.
func envoyProxy(c *plan.Cluster) *envoy.EnvoyProxy {
	return &envoy.EnvoyProxy{
		TypeMeta:   envoyMeta("EnvoyProxy"),
		ObjectMeta: objectMeta(proxy),
		Spec: envoy.EnvoyProxySpec{
			RoutingType: "Service",
			// else one for each CPU of the node, and memory would depend on where a pod runs
			Concurrency: 4,
			Shutdown: envoy.Shutdown{
				MinDrainDuration: seconds(lbc.Accepting),
				DrainTimeout:     seconds(lbc.Accepting + finishing),
			},
			Telemetry: envoy.Telemetry{AccessLog: envoy.AccessLog{Settings: []envoy.AccessLogSetting{accessLog}}},
			Provider: envoy.Provider{Type: "Kubernetes", Kubernetes: envoy.Kubernetes{
				EnvoyDeployment: envoy.Deployment{Name: proxy, Pod: podOf(c), Container: envoy.Container{Resources: component.Bounded(requests)}},
				EnvoyService: envoy.Service{
					Name: proxy, Type: "LoadBalancer", LoadBalancerClass: lbc.Class, ExternalTrafficPolicy: "Cluster",
					Annotations: lbc.Public(healthPath, portShift+httpPort),
				},
				EnvoyHPA:            autoscaler(),
				EnvoyPDB:            envoy.Disruption{Name: proxy, MaxUnavailable: 1},
				EnvoyServiceAccount: envoy.ServiceAccount{Name: c.Fleet.IngressController().ServiceAccount},
			}},
		},
	}
}

// podOf puts a proxy into the mesh, but for the ports that none of the mesh's come to: of people, who speak the PROXY protocol, and
// the one at which the kubelet asks Envoy to end, which is no probe that Linkerd would let through.
func podOf(c *plan.Cluster) envoy.Pod {
	annotations := sidecar.Annotations()
	annotations["linkerd.io/inject"] = "enabled"
	annotations["config.linkerd.io/skip-inbound-ports"] = fmt.Sprintf("%d,%d,%d", portShift+httpPort, portShift+httpsPort, shutdownPort)
	return envoy.Pod{
		Annotations: annotations,
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot: ptr.To(true), SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Affinity:                  component.Affinity(c),
		Tolerations:               component.Tolerations(c),
		TopologySpreadConstraints: component.Spread(c.Fleet.IngressController().Labels),
		PriorityClassName:         component.Critical,
	}
}

// autoscaler is by Envoy's CPU, most of which is TLS.
func autoscaler() envoy.Autoscaler {
	return envoy.Autoscaler{Name: proxy, MinReplicas: replicas, MaxReplicas: maxReplicas, Metrics: []autoscalingv2.MetricSpec{{
		Type: autoscalingv2.ContainerResourceMetricSourceType,
		ContainerResource: &autoscalingv2.ContainerResourceMetricSource{
			Name: corev1.ResourceCPU, Container: "envoy",
			Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: ptr.To[int32](70)},
		},
	}}}
}

// accessLog is one line of JSON a request, without its query, where people's secrets may be
// (https://www.envoyproxy.io/docs/envoy/v1.38.3/configuration/observability/access_log/usage).
var accessLog = envoy.AccessLogSetting{
	Format: envoy.AccessLogFormat{Type: "JSON", JSON: map[string]string{
		"time": "%START_TIME%", "request_id": "%REQ(X-REQUEST-ID)%", "client": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
		"host": "%REQ(:AUTHORITY)%", "method": "%REQ(:METHOD)%", "path": "%PATH(NQ)%", "protocol": "%PROTOCOL%",
		"tls": "%DOWNSTREAM_TLS_VERSION%", "status": "%RESPONSE_CODE%", "flags": "%RESPONSE_FLAGS%",
		"request_bytes": "%BYTES_RECEIVED%", "response_bytes": "%BYTES_SENT%", "milliseconds": "%DURATION%",
		"user_agent": "%REQ(USER-AGENT)%", "route": "%ROUTE_NAME%", "upstream": "%UPSTREAM_HOST%",
	}},
	Sinks: []envoy.AccessLogSink{{Type: "File", File: envoy.File{Path: "/dev/stdout"}}},
}
