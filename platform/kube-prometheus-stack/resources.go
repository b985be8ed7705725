package kubeprometheusstack

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// Replicas of Prometheus, each of which measures and judges all by itself, and of Alertmanager, which agree on who tells.
const replicas = 2

// Requests of each container, which are limits too for memory. Prometheus holds the last hours of each series, some quarter of a
// million of them at 4 KiB, and what a query reads; the operator and kube-state-metrics hold the objects that they are about.
var (
	prometheusRequests   = component.Requests("250m", "2Gi")
	alertmanagerRequests = component.Requests("20m", "96Mi")
	reloaderRequests     = component.Requests("10m", "32Mi") // beside both, and once before each starts
	operatorRequests     = component.Requests("50m", "128Mi")
	stateMetricsRequests = component.Requests("20m", "128Mi")
	grafanaRequests      = component.Requests("50m", "256Mi")
	sidecarRequests      = component.Requests("10m", "96Mi") // of dashboards, and of datasources

	// prometheusProxy carries what is scraped.
	prometheusProxy = plan.Proxy{CPU: "50m", Memory: "128Mi", Storage: "64Mi"}
	proxyRequests   = component.Requests(prometheusProxy.CPU, prometheusProxy.Memory)
)

// pods: the operator makes those of Prometheus and Alertmanager.
func pods() []component.Pods {
	return []component.Pods{
		{Replicas: replicas, Requests: total(prometheusRequests, reloaderRequests, proxyRequests)},
		{Replicas: replicas, Requests: total(alertmanagerRequests, reloaderRequests)},
		{Replicas: 1, Requests: operatorRequests},
		{Replicas: 1, Requests: stateMetricsRequests},
		{Replicas: 1, Requests: total(grafanaRequests, sidecarRequests, sidecarRequests)},
	}
}

func total(lists ...corev1.ResourceList) corev1.ResourceList {
	var cpu, memory resource.Quantity
	for _, list := range lists {
		cpu.Add(list[corev1.ResourceCPU])
		memory.Add(list[corev1.ResourceMemory])
	}
	return corev1.ResourceList{corev1.ResourceCPU: cpu, corev1.ResourceMemory: memory}
}
