package linkerdviz

import (
	"github.com/example/fastapi-gitops/generator/component"
	"github.com/example/fastapi-gitops/generator/plan"
	corev1 "k8s.io/api/core/v1"
)

// values are those of the chart linkerd-viz 2026.8.3 that differ from its own. It has no priority class: what people look at
// makes room for all else.
type values struct {
	// CreateNamespaceMetadataJob would label the namespace, which has its labels.
	CreateNamespaceMetadataJob bool                 `json:"createNamespaceMetadataJob"`
	DefaultLogFormat           string               `json:"defaultLogFormat"`
	IdentityTrustDomain        string               `json:"identityTrustDomain"`
	EnablePodAntiAffinity      bool                 `json:"enablePodAntiAffinity"`
	EnablePodDisruptionBudget  bool                 `json:"enablePodDisruptionBudget"`
	Prometheus                 enabled              `json:"prometheus"`
	PrometheusURL              string               `json:"prometheusUrl"`
	MetricsAPI                 metricsAPI           `json:"metricsAPI"`
	Tap                        tap                  `json:"tap"`
	TapInjector                certified            `json:"tapInjector"`
	Dashboard                  dashboard            `json:"dashboard"`
	Tolerations                []corev1.Toleration  `json:"tolerations,omitempty"`
	NodeAffinity               *corev1.NodeAffinity `json:"nodeAffinity,omitempty"`
}

type enabled struct {
	Enabled bool `json:"enabled"`
}

type part struct {
	Replicas  int32     `json:"replicas"`
	Resources resources `json:"resources"`
}

type metricsAPI struct {
	part
	Tolerations []corev1.Toleration `json:"tolerations,omitempty"` // the chart's general ones are not for it
}

// certified has a certificate of cert-manager's. The chart would make a new one each time it is rendered.
type certified struct {
	part
	ExternalSecret bool   `json:"externalSecret"`
	InjectCAFrom   string `json:"injectCaFrom"`
}

type tap struct {
	certified
	IgnoreHeaders []string `json:"ignoreHeaders"`
}

type dashboard struct {
	part
	RestrictPrivileges bool `json:"restrictPrivileges"`
}

// resources is how the chart writes what a container requests and where its limits are.
type resources struct {
	CPU    amount `json:"cpu"`
	Memory amount `json:"memory"`
}

// amount is requested, and a limit where one is set.
type amount struct {
	Request string `json:"request"`
	Limit   string `json:"limit,omitempty"`
}

func (r resources) list() corev1.ResourceList {
	return component.Requests(r.CPU.Request, r.Memory.Request)
}

// replicas: while no Tap answers, the API server cannot say which kinds it has, and no namespace can be deleted.
const replicas = 2

// requests of each part: it is idle unless people look.
var requests = resources{CPU: amount{Request: "10m"}, Memory: amount{Request: "96Mi", Limit: "96Mi"}}

func valuesFor(c *plan.Cluster) values {
	each := part{Replicas: replicas, Resources: requests}
	tolerations := component.Tolerations(c)
	v := values{
		DefaultLogFormat:          "json",
		IdentityTrustDomain:       plan.MeshTrustDomain,
		EnablePodAntiAffinity:     true,
		EnablePodDisruptionBudget: true,
		PrometheusURL:             plan.PrometheusURL,
		MetricsAPI:                metricsAPI{each, tolerations},
		Tap: tap{
			certified:     certified{each, true, namespace + "/tap"},
			IgnoreHeaders: []string{"authorization", "cookie", "set-cookie"}, // who sees requests must not be able to send them
		},
		TapInjector: certified{each, true, namespace + "/tap-injector"},
		// The dashboard asks with rights of its own, whoever looks: it shows numbers, and requests are for the command line, which
		// has the rights of the person.
		Dashboard:   dashboard{each, true},
		Tolerations: tolerations,
	}
	if affinity := component.Affinity(c); affinity != nil {
		v.NodeAffinity = affinity.NodeAffinity
	}
	return v
}
