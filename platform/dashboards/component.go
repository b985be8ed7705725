// Package dashboards is what people look at in Grafana: a ConfigMap a dashboard, which Grafana's sidecar finds by its label.
// Each file holds one dashboard. Few panels, each with a description of what to do when it looks bad; what must wake somebody is
// an alert and no panel.
package dashboards

import (
	"sync"

	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/grafana"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
	kubeprometheusstack "github.com/example/fastapi-gitops/platform/kube-prometheus-stack"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Component is on every cluster, beside the Grafana that shows it.
var Component = component.Component{
	Name:        "dashboards",
	Namespace:   plan.Prometheus.Namespace,
	Needs:       []string{"kube-prometheus-stack"},
	PodSecurity: component.PodSecurity{Level: component.Restricted}, // it has no pods
	For:         parts,
}

func parts(c *plan.Cluster) component.Parts {
	var objects []manifest.Object
	for _, of := range everywhere() {
		objects = append(objects, of.DeepCopy())
	}
	if c == c.Fleet.Hub {
		objects = append(objects, onHub().DeepCopy())
	}
	return component.Parts{Objects: objects}
}

// The dashboards are the same for every cluster, and a render asks for them more than once.
var (
	everywhere = sync.OnceValue(func() []*corev1.ConfigMap {
		return []*corev1.ConfigMap{configMap(apps()), configMap(ingress()), configMap(mesh()), configMap(cluster()), configMap(cost())}
	})
	onHub = sync.OnceValue(func() *corev1.ConfigMap { return configMap(argoCD()) })
)

// configMap has the label and the annotation that the sidecar of kube-prometheus-stack 88.5.3 goes by
// (grafana.sidecar.dashboards of its values).
func configMap(d grafana.Dashboard) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: metav1.ObjectMeta{
			Name:        "dashboard-" + d.UID,
			Namespace:   plan.Prometheus.Namespace,
			Labels:      map[string]string{"grafana_dashboard": "1"},
			Annotations: map[string]string{kubeprometheusstack.FolderAnnotation: "Platform"},
		},
		Data: map[string]string{d.UID + ".json": d.JSON()},
	}
}

// quantile is PromQL of one of a histogram's buckets, of the time that $__rate_interval covers.
func quantile(q, buckets string) string {
	return "histogram_quantile(" + q + ", sum by (le) (rate(" + buckets + "[$__rate_interval])))"
}

// quantiles are the latencies that people ask for.
func quantiles(buckets string) []grafana.Target {
	return []grafana.Target{
		grafana.Query("p50", quantile("0.5", buckets)),
		grafana.Query("p95", quantile("0.95", buckets)),
		grafana.Query("p99", quantile("0.99", buckets)),
	}
}
