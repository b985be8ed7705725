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
	prometheusRequests   = requests("250m", "2Gi")
	alertmanagerRequests = requests("20m", "96Mi")
	reloaderRequests     = requests("10m", "32Mi") // beside both, and once before each starts
	operatorRequests     = requests("50m", "128Mi")
	stateMetricsRequests = requests("20m", "128Mi")
	grafanaRequests      = requests("50m", "256Mi")
	sidecarRequests      = requests("10m", "96Mi") // of dashboards, and of datasources

	// prometheusProxy carries what is scraped.
	prometheusProxy = plan.Proxy{CPU: "50m", Memory: "128Mi", Storage: "64Mi"}
	proxyRequests   = requests(prometheusProxy.CPU, prometheusProxy.Memory)
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

func requests(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
}

func total(lists ...corev1.ResourceList) corev1.ResourceList {
	var cpu, memory resource.Quantity
	for _, list := range lists {
		cpu.Add(list[corev1.ResourceCPU])
		memory.Add(list[corev1.ResourceMemory])
	}
	return corev1.ResourceList{corev1.ResourceCPU: cpu, corev1.ResourceMemory: memory}
}

// bounded are requests with that memory as the limit; CPU has none, since throttling would only delay.
func bounded(list corev1.ResourceList) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{
		Requests: list,
		Limits:   corev1.ResourceList{corev1.ResourceMemory: list[corev1.ResourceMemory]},
	}
}
