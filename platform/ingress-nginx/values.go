package ingressnginx

import (
	"fmt"
	"strconv"

	api "github.com/example/fastapi-gitops/generator/api/certmanager/v1"
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	lbc "github.com/example/fastapi-gitops/platform/aws-load-balancer-controller"
	certmanager "github.com/example/fastapi-gitops/platform/cert-manager"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart ingress-nginx 4.15.1 that differ from its own. By default it refuses snippets, judges the
// values of annotations, and answers only for Ingresses of its class.
type values struct {
	Controller controller `json:"controller"`
}

type controller struct {
	Config                    map[string]string                 `json:"config"`
	ExtraArgs                 map[string]string                 `json:"extraArgs"`
	PodAnnotations            map[string]string                 `json:"podAnnotations"`
	Service                   service                           `json:"service"`
	AdmissionWebhooks         admissionWebhooks                 `json:"admissionWebhooks"`
	Metrics                   metrics                           `json:"metrics"`
	Autoscaling               autoscaling                       `json:"autoscaling"`
	MaxUnavailable            int32                             `json:"maxUnavailable"`
	PriorityClassName         string                            `json:"priorityClassName"`
	Resources                 corev1.ResourceRequirements       `json:"resources"`
	Tolerations               []corev1.Toleration               `json:"tolerations,omitempty"`
	Affinity                  *corev1.Affinity                  `json:"affinity,omitempty"`
	TopologySpreadConstraints []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints"`
}

// admissionWebhooks have nginx itself read an Ingress before it is accepted. Their certificate is renewed by cert-manager, and
// not once at installation by a Job that may change every webhook.
type admissionWebhooks struct {
	CertManager certManager `json:"certManager"`
}

type certManager struct {
	Enabled   bool          `json:"enabled"`
	IssuerRef api.IssuerRef `json:"issuerRef"`
}

type metrics struct {
	Enabled        bool    `json:"enabled"`
	ServiceMonitor enabled `json:"serviceMonitor"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

// autoscaling is by CPU, most of which is TLS; memory, the chart's other target, hardly follows the load.
type autoscaling struct {
	Enabled     bool  `json:"enabled"`
	MinReplicas int32 `json:"minReplicas"`
	MaxReplicas int32 `json:"maxReplicas"`
	CPU         int32 `json:"targetCPUUtilizationPercentage"`
	Memory      int32 `json:"targetMemoryUtilizationPercentage"`
}

// Replicas: one a zone, and three times as many under load.
const (
	replicas    = 3
	maxReplicas = 9
)

var (
	requests = component.Requests("100m", "512Mi") // two configurations for as long as connections of the former one last
	// proxy carries the requests to every app.
	proxy         = plan.Proxy{CPU: "100m", Memory: "128Mi", Storage: "64Mi"}
	proxyRequests = component.Requests(proxy.CPU, proxy.Memory)
)

func valuesFor(c *plan.Cluster) values {
	return values{controller{
		Config: settings(c),
		ExtraArgs: map[string]string{
			"default-ssl-certificate": namespace + "/" + defaultTLS,
			"shutdown-grace-period":   strconv.Itoa(lbc.Accepting),
			// an Ingress cannot take the requests of all hosts, nor send them out of the cluster
			"disable-catch-all":         "true",
			"disable-svc-external-name": "true",
		},
		PodAnnotations:            podAnnotations(),
		Service:                   nlb(),
		AdmissionWebhooks:         admissionWebhooks{certManager{true, certmanager.IssuerRef(certmanager.Authority)}},
		Metrics:                   metrics{Enabled: true, ServiceMonitor: enabled{true}},
		Autoscaling:               autoscaling{Enabled: true, MinReplicas: replicas, MaxReplicas: maxReplicas, CPU: 70},
		MaxUnavailable:            1,
		PriorityClassName:         component.Critical,
		Resources:                 component.Bounded(requests),
		Tolerations:               component.Tolerations(c),
		Affinity:                  component.Affinity(c),
		TopologySpreadConstraints: component.Spread(c.Fleet.IngressController().Labels),
	}}
}

// podAnnotations put nginx into the mesh, but for the ports where TLS arrives that is none of the mesh's: of people, who come
// by the PROXY protocol, and of the API server.
func podAnnotations() map[string]string {
	annotations := proxy.Annotations()
	annotations["linkerd.io/inject"] = "enabled"
	annotations["config.linkerd.io/skip-inbound-ports"] = fmt.Sprintf("%d,%d,%d", httpPort, httpsPort, webhookPort)
	return annotations
}
